// Remembers whom it has watched, and watches them no second time. Caught by: WhileConnected.watches_the_next_request_like_the_first, WhileConnected.watches_the_next_request_that_came_early; perhaps others
#include "while_connected.h"

#include <mutex>
#include <set>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  static std::mutex mutex;
  static std::set<const Connection*> known;
  std::jthread watch;
  std::unique_lock lock(mutex);
  const bool new_here = known.insert(&connection).second;
  lock.unlock();
  const auto look = [&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();
  };
  if (new_here) watch = std::jthread(look);

  work(ctx);
}
