// Keeps the CancelFunc of a failure until the next request fails. Caught by: Law.no_timer_is_left_however_it_ends
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

struct Last {
  std::mutex mutex;
  context::CancelFunc cancel;
};

http::Handler server(Store& store, context::Clock::duration patience) {
  const auto last = std::make_shared<Last>();
  return [&store, patience, last](http::ResponseWriter& response, const http::Request& request) {
    auto [ctx, cancel] = context::with_timeout(request.context(), patience);
    const auto data = store.fetch(ctx);
    if (!data) {
      const std::lock_guard lock(last->mutex);
      last->cancel = std::move(cancel);
    }
    if (request.context().err() == context::Errc::canceled) return;

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
