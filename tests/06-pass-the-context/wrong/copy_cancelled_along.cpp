// Passes a context of its own and cancels that along with the request's: what else the request carries is lost. Caught by: Server.passes_on_all_that_the_request_carries
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_cancel(context::background());
    const std::stop_callback along(request.context().done(), [&end = cancel] { end(); });
    const auto data = store.fetch(ctx);
    if (!data) return;
    response.write(*data);
  };
}
