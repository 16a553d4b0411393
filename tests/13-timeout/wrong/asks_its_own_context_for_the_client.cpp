// Asks the derived context whether the client is there; that one says only what came first. Caught by: Server.tells_a_timeout_from_a_departure_in_every_order
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
    if (ctx.err() == context::Errc::canceled) return;  // whose answer would it be?

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
