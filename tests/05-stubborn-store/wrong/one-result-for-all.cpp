// Has one place for the result of whatever request it is. Caught by: Server.gives_a_late_answer_to_nobody
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
  return [store, result = std::make_shared<Result>(), threads = std::make_shared<Threads>()](
             auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    {
      const std::lock_guard lock(result->mutex);
      result->data.reset();
    }
    threads->run([store, result] {
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
