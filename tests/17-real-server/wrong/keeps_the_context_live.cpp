// The context outlives the call, until the same connection has another request. Caught by: WhileConnected.has_ended_the_context_when_it_returns, WhileConnected.passes_on_what_the_work_throws
#include "while_connected.h"

#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  static std::mutex mutex;
  static std::map<const Connection*, context::Derived> contexts;
  std::unique_lock lock(mutex);
  contexts.erase(&connection);
  auto& [ctx, cancel] = contexts.emplace(&connection, context::with_cancel(parent)).first->second;
  lock.unlock();

  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();  // broken, or closed; anything else is the next request
  });

  work(ctx);
}
