// Fetches a second time when the data are empty. Caught by: Law.each_request_asks_once
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    std::string data = store.fetch();
    if (data.empty()) data = store.fetch();
    response.write(data);
  };
}
