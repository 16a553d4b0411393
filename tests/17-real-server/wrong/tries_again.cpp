// Calls the work again if its parent has ended. Caught by: WhileConnected.calls_the_work_also_if_the_parent_has_ended
#include "while_connected.h"

#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();
  });
  work(ctx);
  if (parent.err()) work(ctx);
}
