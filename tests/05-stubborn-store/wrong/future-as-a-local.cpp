// The future of std::async joins when it is destroyed, and it is a local. Caught by: Server.returns_at_once_when_the_client_gives_up
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
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    const auto fetching = std::async(std::launch::async, [store, result] {
      std::string data = store->fetch();
      const std::lock_guard lock(result->mutex);
      result->data = std::move(data);
      result->arrived.notify_one();
    });

    std::unique_lock lock(result->mutex);
    result->arrived.wait(lock, done, [&] { return result->data.has_value(); });
    if (done.stop_requested()) return store->cancel();
    response.write(*result->data);
  };
}
