// Step 05's machinery with the right context: passes it on, and keeps thread and race. Caught by: Server.starts_no_thread, Server.keeps_nothing_of_a_request_that_is_over
#include "server.h"

#include <condition_variable>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <system_error>
#include <utility>

#include "threads.h"

namespace {
struct Result {  // shared by a fetch and the handler that waits for it: either may leave first
  std::mutex mutex;
  std::condition_variable_any arrived;
  std::optional<std::expected<std::string, std::error_code>> data;
};
}  // namespace

http::Handler server(Store& store) {
  return [&store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    threads->run([&store, result, ctx = request.context()] {
      auto data = store.fetch(ctx);
      const std::lock_guard lock(result->mutex);
      result->data = std::move(data);
      result->arrived.notify_one();
    });

    std::unique_lock lock(result->mutex);
    result->arrived.wait(lock, done, [&] { return result->data.has_value(); });
    if (done.stop_requested()) return;
    if (*result->data) response.write(**result->data);
  };
}
