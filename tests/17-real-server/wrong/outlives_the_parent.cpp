// The context has the values of its parent, and neither its end nor its deadline. Caught by: WhileConnected.calls_the_work_also_if_the_parent_has_ended, WhileConnected.derives_the_context_from_its_parent
#include "while_connected.h"

#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(context::without_cancel(parent));
  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();
  });
  work(ctx);
}
