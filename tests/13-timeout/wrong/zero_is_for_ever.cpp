// Takes a patience of zero for one without an end, as some libraries do. Caught by: Law.no_patience_is_over_at_once
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
    const bool limited = patience > context::Clock::duration::zero();
    const auto [ctx, cancel] = limited ? context::with_timeout(request.context(), patience)
                                       : context::with_cancel(request.context());
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
