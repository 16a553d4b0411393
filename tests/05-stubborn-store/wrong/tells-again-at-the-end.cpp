// Tells the store once more when the last copy of the handler goes. Caught by: Law.nobody_is_told_again_when_the_handler_goes
#include "server.h"

#include <atomic>
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

struct Home {
  explicit Home(std::shared_ptr<Store> its_store) : store(std::move(its_store)) {}
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  ~Home() {
    if (*fetching > 0) store->cancel();  // then `threads` waits
  }

  std::shared_ptr<Store> store;
  std::shared_ptr<std::atomic<int>> fetching = std::make_shared<std::atomic<int>>(0);
  Threads threads;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, home = std::make_shared<Home>(store)](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    ++*home->fetching;
    home->threads.run([store, result, fetching = home->fetching] {
      std::string data = store->fetch();
      --*fetching;
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
