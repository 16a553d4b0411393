// Has eight threads for the fetches: with eight abandoned ones the next client waits. Caught by: Law.abandoned_fetches_take_nobodys_place, Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {
struct Result {
  std::mutex mutex;
  std::condition_variable_any arrived;
  std::optional<std::string> data;
};

class Pool {
 public:
  void run(std::function<void()> body) {
    const std::lock_guard lock(mutex_);
    work_.push_back(std::move(body));
    if (idle_ < work_.size() && threads_.size() < 8) {
      threads_.emplace_back([this](const std::stop_token& stop) { serve(stop); });
    }
    changed_.notify_one();
  }

 private:
  void serve(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      changed_.wait(lock, stop, [this] { return !work_.empty(); });
      --idle_;
      if (work_.empty()) return;  // and the pool goes
      const auto body = std::move(work_.front());
      work_.pop_front();
      lock.unlock();
      body();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::function<void()>> work_;
  std::size_t idle_ = 0;
  std::vector<std::jthread> threads_;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, pool = std::make_shared<Pool>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    pool->run([store, result] {
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
