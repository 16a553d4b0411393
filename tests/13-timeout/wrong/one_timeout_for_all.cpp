// Derives once, from the first request, and lets all others live under that. Caught by: Server.measures_the_time_of_each_request_by_itself, Server.leaves_no_timer_behind
#include "server.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

namespace {

void answer(http::ResponseWriter& response, http::Status status, std::string_view body) {
  response.write_header(status);
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  struct Shared {
    std::once_flag once;
    std::optional<context::Derived> derived;
  };
  return [&store, patience, shared = std::make_shared<Shared>()](http::ResponseWriter& response,
                                                                 const http::Request& request) {
    std::call_once(shared->once, [&] {
      shared->derived.emplace(context::with_timeout(request.context(), patience));
    });
    const context::Context& ctx = shared->derived->ctx;
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;  // whose answer would it be?

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
