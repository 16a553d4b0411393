// Turns away a request that comes cancelled, with a 503 in its hand.
// Hint: during the fetch, this one behaves. When else can a client have given up?
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return response.write_header(http::Status::service_unavailable);
    const auto data = store.fetch(request.context());
    if (!data) return;
    response.write(*data);
  };
}
