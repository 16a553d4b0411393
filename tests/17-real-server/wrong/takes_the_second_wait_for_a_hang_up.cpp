// Waits again when bytes have come, and takes whatever comes of that for a hang-up. Caught by: Server.damages_no_request_that_came_early, WhileConnected.leaves_every_byte_to_the_next_request, WhileConnected.takes_the_next_request_for_no_hang_up, WhileConnected.watches_the_next_request_that_came_early, Server.notices_a_hang_up_also_behind_a_request_that_came_early
#include "while_connected.h"

#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    auto first = connection.peek();
    if (first && !first->empty()) {
      if (!connection.wait_until_readable(work_has_returned)) return;
    }
    cancel();
  });
  work(ctx);
}
