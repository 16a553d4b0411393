// Knows what HTTP says of HEAD, which nobody asked it to. Caught by: Law.a_request_is_a_request
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch();
    response.write(request.method == "HEAD" ? "" : data);
  };
}
