// Takes every end of its context for a timeout, also when the client has gone. Caught by: Server.passes_on_that_the_client_gives_up, Server.tells_a_timeout_from_a_departure_in_every_order
#include "server.h"

#include <string_view>

namespace {

void answer(http::ResponseWriter& response, http::Status status, std::string_view body) {
  response.write_header(status);
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  return [&store, patience](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_timeout(request.context(), patience);
    const auto data = store.fetch(ctx);

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() != std::error_code();
    if (late) return answer(response, http::Status::gateway_timeout, "context deadline exceeded");
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
