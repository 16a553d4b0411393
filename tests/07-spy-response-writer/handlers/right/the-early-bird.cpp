// Sends the header before it fetches, to a client who is still there: the promise begins later.
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;
    response.header().set("Content-Type", "text/plain; charset=utf-8");
    response.write_header(http::Status::ok);
    const auto data = store.fetch(request.context());
    if (data) response.write(*data);
  };
}
