// Counts patience in whole milliseconds, of which a blink has none. Caught by: Law.patience_lasts_as_long_as_it_lasts
#include "server.h"

#include <chrono>
#include <string_view>

namespace {

void answer(http::ResponseWriter& response, http::Status status, std::string_view body) {
  response.write_header(status);
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  return [&store, patience](http::ResponseWriter& response, const http::Request& request) {
    const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(patience);
    const auto [ctx, cancel] = context::with_timeout(request.context(), limit);
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
