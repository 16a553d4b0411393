// Fetches a second time when the data are empty. Caught by: Law.each_request_asks_once
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });
    std::string data = store.fetch();
    if (data.empty()) data = store.fetch();
    response.write(data);
  };
}
