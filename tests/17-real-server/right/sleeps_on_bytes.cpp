// Bytes of the next request put the watch to sleep, until the work has returned.
#include "while_connected.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  auto derived = context::with_cancel(parent);
  std::stop_source enough;
  std::mutex mutex;
  std::condition_variable_any changed;

  const auto watch = [&] {
    for (const auto token = enough.get_token(); connection.wait_until_readable(token);) {
      if (token.stop_requested()) return;
      const auto byte = connection.peek();
      if (!byte || byte->empty()) return derived.cancel();
      std::unique_lock lock(mutex);
      changed.wait(lock, token, [] { return false; });  // until the next request's turn has come
      return;
    }
  };
  std::thread thread(watch);
  const auto join = [&](const void*) {
    enough.request_stop();
    thread.join();
  };
  const std::unique_ptr<const void, decltype(join)> guard(&thread, join);
  work(derived.ctx);
}
