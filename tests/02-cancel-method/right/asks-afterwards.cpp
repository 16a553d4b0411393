// Asks after the fetch whether the client is still there, and tells the store only if it isn't.
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::string data = store.fetch();
    if (request.context().err()) store.cancel();
    response.write(data);
  };
}
