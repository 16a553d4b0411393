// Derives twice: an alarm that ends by the clock, and a context that the alarm cancels.
#include "server.h"

#include <string>
#include <system_error>

http::Handler server(Store& store, context::Clock::duration patience) {
  return [&store, patience](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_cancel(request.context());
    const auto [alarm, disarm] = context::with_timeout(ctx, patience);
    const auto ring = context::after_func(alarm, [&cancel] { cancel(); });
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;

    if (data) {
      response.write(*data);
      return;
    }
    const bool late = static_cast<bool>(ctx.err());
    const std::error_code why = late ? context::Errc::deadline_exceeded : data.error();
    response.write_header(late ? http::Status::gateway_timeout
                               : http::Status::internal_server_error);
    response.write(why.message());
  };
}
