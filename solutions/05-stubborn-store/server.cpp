#include "server.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <vector>

namespace {
using namespace std::chrono_literals;

struct Fetch {  // shared by its thread and the handler that waits: either may leave first
  std::mutex mutex;
  std::condition_variable_any arrived;
  std::optional<std::string> data;
};

struct Threads {  // destroying the future of std::async joins its thread
  std::mutex mutex;
  std::vector<std::future<void>> running;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;
    const auto fetch = std::make_shared<Fetch>();
    auto thread = std::async(std::launch::async, [store, fetch] {
      std::string data = store->fetch();
      const std::lock_guard lock(fetch->mutex);
      fetch->data = std::move(data);
      fetch->arrived.notify_one();
    });
    {
      const std::lock_guard lock(threads->mutex);
      std::erase_if(threads->running,
                    [](auto& t) { return t.wait_for(0s) == std::future_status::ready; });
      threads->running.push_back(std::move(thread));
    }
    std::unique_lock lock(fetch->mutex);
    fetch->arrived.wait(lock, done, [&] { return fetch->data.has_value(); });
    if (done.stop_requested()) return store->cancel();  // in a tie, too
    response.write(*fetch->data);
  };
}
