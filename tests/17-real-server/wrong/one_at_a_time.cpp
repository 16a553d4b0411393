// One watch for the whole server: the others wait until it is free. Caught by: WhileConnected.watches_each_of_several
#include "while_connected.h"

#include <mutex>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  static std::mutex watching;
  const std::jthread watch([&](std::stop_token work_has_returned) {
    const std::lock_guard lock(watching);
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();  // broken, or closed; anything else is the next request
  });

  work(ctx);
}
