// Cancels as soon as the store is back, and has looked at the clock before.
#include "server.h"

#include <string>
#include <system_error>

http::Handler server(Store& store, context::Clock::duration patience) {
  return [&store, patience](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_timeout(request.context(), patience);
    const auto data = store.fetch(ctx);
    const std::error_code ended = ctx.err();
    cancel();

    if (request.context().err() == context::Errc::canceled) return;
    std::string body = data.value_or("");
    if (!data && ended) {
      response.write_header(http::Status::gateway_timeout);
      body = ended.message();
    } else if (!data) {
      response.write_header(http::Status::internal_server_error);
      body = data.error().message();
    }
    response.write(body);
  };
}
