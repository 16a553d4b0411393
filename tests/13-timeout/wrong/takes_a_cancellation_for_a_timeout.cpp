// Takes a store's own canceled and timed_out for the end of the patience. Caught by: Law.an_error_is_an_error, Law.any_error_is_an_error
#include "server.h"

#include <string_view>
#include <system_error>

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
    if (request.context().err() == context::Errc::canceled) return;

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() || data.error() == std::errc::timed_out ||
                      data.error() == std::errc::operation_canceled;
    if (late) {
      const std::error_code why = context::Errc::deadline_exceeded;
      return answer(response, http::Status::gateway_timeout, why.message());
    }
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
