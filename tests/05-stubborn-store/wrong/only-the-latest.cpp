// Answers only the request that came last, and forgets those before it. Caught by: Law.requests_at_the_same_time_do_not_meet, Law.each_client_who_gives_up_counts
#include "server.h"

#include <atomic>
#include <condition_variable>
#include <memory>
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
  return [store, threads = std::make_shared<Threads>(),
          latest = std::make_shared<std::atomic<int>>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const int mine = ++*latest;
    const auto result = std::make_shared<Result>();
    threads->run([store, result] {
      std::string data = store->fetch();
      const std::lock_guard lock(result->mutex);
      result->data = std::move(data);
      result->arrived.notify_one();
    });

    std::unique_lock lock(result->mutex);
    result->arrived.wait(lock, done, [&] { return result->data.has_value(); });
    if (done.stop_requested()) return store->cancel();
    if (mine == *latest) response.write(*result->data);
  };
}
