// Asks err() itself as well, before and after the fetch.
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const auto data = store.fetch(ctx);
    if (ctx.err() || !data.has_value()) return;
    response.write(data.value());
  };
}
