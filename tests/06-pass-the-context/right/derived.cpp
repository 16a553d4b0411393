// Passes a context derived from the request's, which ends with it.
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_cancel(request.context());
    if (const auto data = store.fetch(ctx)) response.write(*data);
  };
}
