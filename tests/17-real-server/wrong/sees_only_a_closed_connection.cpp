// Takes the end of all bytes for a hang-up, and an error for none. Caught by: WhileConnected.ends_the_context_whatever_the_connection_breaks_with, WhileConnected.ends_the_context_when_the_connection_breaks, Server.notices_a_hang_up_also_behind_a_request_that_came_early
#include "while_connected.h"

#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (byte && byte->empty()) cancel();
  });

  work(ctx);
}
