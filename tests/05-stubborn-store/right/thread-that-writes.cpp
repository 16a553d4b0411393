// The fetching thread writes, if it is still wanted, and the handler stays while it does.
#include "server.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>

#include "threads.h"

namespace {
struct Turn {
  std::mutex mutex;
  std::condition_variable_any changed;
  enum { fetching, writing, over } now = fetching;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto turn = std::make_shared<Turn>();
    threads->run([store, turn, done, &response] {
      const std::string data = store->fetch();
      std::unique_lock lock(turn->mutex);
      if (turn->now == Turn::over || done.stop_requested()) return;
      turn->now = Turn::writing;
      lock.unlock();
      response.write(data);
      lock.lock();
      turn->now = Turn::over;
      turn->changed.notify_one();
    });

    std::unique_lock lock(turn->mutex);
    turn->changed.wait(lock, done, [&] { return turn->now == Turn::over; });
    turn->changed.wait(lock, [&] { return turn->now != Turn::writing; });
    if (turn->now == Turn::over) return;
    turn->now = Turn::over;
    store->cancel();
  };
}
