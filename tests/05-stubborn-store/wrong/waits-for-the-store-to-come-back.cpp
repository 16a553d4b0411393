// Tells the store, and then waits for it to come back. Caught by: Server.returns_at_once_when_the_client_gives_up
#include "server.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "threads.h"

namespace {
struct Result {
  std::mutex mutex;
  std::condition_variable_any arrived;
  std::optional<std::string> data;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    threads->run([store, result] {
      std::string data = store->fetch();
      const std::lock_guard lock(result->mutex);
      result->data = std::move(data);
      result->arrived.notify_one();
    });

    const auto has_arrived = [&] { return result->data.has_value(); };
    std::unique_lock lock(result->mutex);
    if (!result->arrived.wait(lock, done, has_arrived)) {
      store->cancel();
      result->arrived.wait(lock, has_arrived);
    }
    if (done.stop_requested()) return;
    response.write(*result->data);
  };
}
