// Derives twice: an alarm that ends by the clock, and a context that the alarm cancels.
#include "server.h"

#include <string>
#include <system_error>

http::Handler server(Store& store, context::Clock::duration patience) {
  return [&store, patience](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_cancel_cause(request.context());
    const auto [alarm, disarm] = context::with_timeout(ctx, patience);
    const auto ring =
        context::after_func(alarm, [&cancel] { cancel(context::Errc::deadline_exceeded); });
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;

    const std::error_code why = context::cause(ctx);
    if (!data) {
      response.write_header(why ? http::Status::gateway_timeout
                                : http::Status::internal_server_error);
    }
    response.write(data ? *data : (why ? why : data.error()).message());
  };
}
