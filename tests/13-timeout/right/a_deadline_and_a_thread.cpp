// Fetches in a thread of its own, under a deadline that it takes off by hand.
#include "server.h"

#include <expected>
#include <future>
#include <string>
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
    auto fetching = std::async(std::launch::async, [&store, &ctx] { return store.fetch(ctx); });
    const std::expected<std::string, std::error_code> data = fetching.get();
    const std::error_code ended = ctx.err();
    cancel();
    if (request.context().err() == context::Errc::canceled) return;

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ended == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ended.message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
