// A thread waits for the cancellation or the end of the fetch, whichever comes first.
#include "server.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace {
class Watcher {
 public:
  Watcher(Store& store, std::stop_token done)
      : thread_([this, &store, done = std::move(done)] {
          std::unique_lock lock(mutex_);
          if (!fetched_.wait(lock, done, [this] { return finished_; })) store.cancel();
        }) {}
  ~Watcher() {
    const std::lock_guard lock(mutex_);
    finished_ = true;
    fetched_.notify_one();
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable_any fetched_;
  bool finished_ = false;
  std::jthread thread_;  // last: it uses the others
};
}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    std::string data;
    {
      const Watcher watcher(store, request.context().done());
      data = store.fetch();
    }
    response.write(data);
  };
}
