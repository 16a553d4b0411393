// Has one place for the CancelFunc of all requests: each newcomer cancels the one before. Caught by: Server.measures_the_time_of_each_request_by_itself, Server.leaves_no_timer_behind
#include "server.h"

#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

namespace {

void answer(http::ResponseWriter& response, http::Status status, std::string_view body) {
  response.write_header(status);
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  struct Last {
    std::mutex mutex;
    context::CancelFunc cancel;
  };
  return [&store, patience, last = std::make_shared<Last>()](http::ResponseWriter& response,
                                                             const http::Request& request) {
    auto [ctx, cancel] = context::with_timeout(request.context(), patience);
    {
      const std::lock_guard lock(last->mutex);
      last->cancel = std::move(cancel);
    }
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;  // whose answer would it be?

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
