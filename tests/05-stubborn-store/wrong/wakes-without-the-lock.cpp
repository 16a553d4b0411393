// Wakes the handler without the lock: between its look and its sleep nobody hears that. Caught by: Server.returns_at_once_when_the_client_gives_up
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
  std::condition_variable changed;
  std::optional<std::string> data;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    const std::stop_callback wake(done, [result] { result->changed.notify_all(); });
    threads->run([store, result] {
      std::string data = store->fetch();
      const std::lock_guard lock(result->mutex);
      result->data = std::move(data);
      result->changed.notify_all();
    });

    std::unique_lock lock(result->mutex);
    while (!result->data && !done.stop_requested()) result->changed.wait(lock);
    if (done.stop_requested()) return store->cancel();
    response.write(*result->data);
  };
}
