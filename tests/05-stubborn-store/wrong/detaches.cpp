// Detaches the thread: nobody waits for it, not even at the end. Caught by: Server.waits_for_its_threads_when_it_is_destroyed
#include "server.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace {
struct Result {
  std::mutex mutex;
  std::condition_variable_any arrived;
  std::optional<std::string> data;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    std::thread fetching([store, result] {
      std::string data = store->fetch();
      const std::lock_guard lock(result->mutex);
      result->data = std::move(data);
      result->arrived.notify_one();
    });
    fetching.detach();

    std::unique_lock lock(result->mutex);
    result->arrived.wait(lock, done, [&] { return result->data.has_value(); });
    if (done.stop_requested()) return store->cancel();
    response.write(*result->data);
  };
}
