// Tells the store, and then asks it once more. Caught by: Law.each_request_asks_once
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    std::string data = store.fetch();
    if (request.context().err()) {
      store.cancel();
      data = store.fetch();
    }
    response.write(data);
  };
}
