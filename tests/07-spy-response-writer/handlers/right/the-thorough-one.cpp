// Sets a header and a status before the body, as soon as the data is there.
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;
    const auto data = store.fetch(request.context());
    if (!data) return;
    response.header().set("Content-Type", "text/plain; charset=utf-8");
    response.write_header(http::Status::ok);
    response.write(*data);
  };
}
