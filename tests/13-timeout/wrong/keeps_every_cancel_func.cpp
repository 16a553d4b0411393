// Keeps each CancelFunc, so that nobody can cancel too early; the timers run on. Caught by: Server.leaves_no_timer_behind
#include "server.h"

#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

namespace {

void answer(http::ResponseWriter& response, http::Status status, std::string_view body) {
  response.write_header(status);
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  struct Kept {
    std::mutex mutex;
    std::vector<context::CancelFunc> cancels;
  };
  return [&store, patience, kept = std::make_shared<Kept>()](http::ResponseWriter& response,
                                                             const http::Request& request) {
    auto [ctx, cancel] = context::with_timeout(request.context(), patience);
    {
      const std::lock_guard lock(kept->mutex);
      kept->cancels.push_back(std::move(cancel));
    }
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;  // whose answer would it be?

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
