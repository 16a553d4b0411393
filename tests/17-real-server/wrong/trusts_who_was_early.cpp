// Doesn't watch the request of a client who has sent it early. Caught by: Server.notices_a_hang_up_also_behind_a_request_that_came_early
#include "while_connected.h"

#include <stop_token>
#include <thread>
#include <utility>

static thread_local bool came_early = false;

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  if (std::exchange(came_early, false)) return work(ctx);

  bool more = false;
  {
    const std::jthread watch([&](std::stop_token work_is_over) {
      if (!connection.wait_until_readable(work_is_over)) return;
      const auto byte = connection.peek();
      more = byte && !byte->empty();
      if (!more) cancel();
    });
    work(ctx);
  }
  came_early = more;
}
