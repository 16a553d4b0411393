// Writes why the deadline was set, not that it has passed. Caught by: Law.a_context_may_end_in_any_way, Law.once_the_time_is_up_every_error_comes_of_that
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
    if (request.context().err() == context::Errc::canceled) return;  // whose answer would it be?

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, context::cause(ctx).message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
