// Derives a context and lets its CancelFunc go at once, which cancels it. Caught by: Server.writes_what_the_store_fetched, Server.gives_each_request_its_own_context
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context ctx = context::with_cancel(request.context()).ctx;
    const auto data = store.fetch(ctx);
    if (!data) return;
    response.write(*data);
  };
}
