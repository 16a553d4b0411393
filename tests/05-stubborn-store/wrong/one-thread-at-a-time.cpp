// Keeps one future: to assign the next one is to wait for the last client's fetch. Caught by: Server.serves_the_next_client_while_an_abandoned_fetch_still_runs
#include "server.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace {
struct Result {
  std::mutex mutex;
  std::condition_variable_any arrived;
  std::optional<std::string> data;
};

struct Last {
  std::mutex mutex;
  std::future<void> fetch;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, last = std::make_shared<Last>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    {
      const std::lock_guard lock(last->mutex);
      last->fetch = std::async(std::launch::async, [store, result] {
        std::string data = store->fetch();
        const std::lock_guard result_lock(result->mutex);
        result->data = std::move(data);
        result->arrived.notify_one();
      });
    }

    std::unique_lock lock(result->mutex);
    result->arrived.wait(lock, done, [&] { return result->data.has_value(); });
    if (done.stop_requested()) return store->cancel();
    response.write(*result->data);
  };
}
