// The fetching thread asks before it writes, but the handler leaves during that write. Caught by: Server.does_not_return_while_its_write_is_under_way
#include "server.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>

#include "threads.h"

namespace {
struct Result {
  std::mutex mutex;
  std::condition_variable_any done;
  bool written = false;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    threads->run([store, result, done, &response] {
      const std::string data = store->fetch();
      if (done.stop_requested()) return;
      response.write(data);
      const std::lock_guard lock(result->mutex);
      result->written = true;
      result->done.notify_one();
    });

    std::unique_lock lock(result->mutex);
    result->done.wait(lock, done, [&] { return result->written; });
    if (done.stop_requested()) store->cancel();
  };
}
