// A home of its own for the threads, and a plain condition variable that a stop_callback notifies.
#include "server.h"

#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace {
struct Fetch {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<std::string> data;
};
struct Threads {
  std::mutex mutex;
  std::list<std::jthread> all;  // joined when the server goes, and not sooner
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto fetch = std::make_shared<Fetch>();
    {
      const std::lock_guard lock(threads->mutex);
      threads->all.emplace_back([store, fetch] {
        std::string data = store->fetch();
        const std::lock_guard result_lock(fetch->mutex);
        fetch->data = std::move(data);
        fetch->changed.notify_one();
      });
    }

    const std::stop_callback wake(done, [fetch] {
      const std::lock_guard lock(fetch->mutex);  // else the notification could be lost
      fetch->changed.notify_one();
    });
    std::unique_lock lock(fetch->mutex);  // after the callback, which is destroyed without it
    fetch->changed.wait(lock, [&] { return fetch->data || done.stop_requested(); });
    if (done.stop_requested()) return store->cancel();
    response.write(*fetch->data);
  };
}
