// Keeps the patience of the first server for all others. Caught by: Law.each_server_has_a_patience_of_its_own, Law.no_patience_is_over_at_once, Law.patience_lasts_as_long_as_it_lasts, Law.the_longest_patience_has_no_end, Law.with_endless_patience_time_is_the_clients
#include "server.h"

#include <string_view>

namespace {

void answer(http::ResponseWriter& response, http::Status status, std::string_view body) {
  response.write_header(status);
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  static const context::Clock::duration first = patience;
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_timeout(request.context(), first);
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
