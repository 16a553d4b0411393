// Tells the store of those who have sent a GET. Caught by: Law.a_request_is_a_request
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.method != "GET") return response.write(store.fetch());
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });

    response.write(store.fetch());
  };
}
