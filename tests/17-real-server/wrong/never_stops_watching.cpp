// Watches on when the work has returned, and so doesn't return. Caught by: Server.answers_one_request_after_the_other, Server.damages_no_request_that_came_early, Server.writes_nothing_once_the_client_has_hung_up, WhileConnected.calls_the_work_also_if_the_parent_has_ended, WhileConnected.derives_the_context_from_its_parent, WhileConnected.does_not_return_before_the_watch_has_come_back, WhileConnected.ends_nobody_elses_context, WhileConnected.has_ended_the_context_when_it_returns, WhileConnected.lets_the_work_go_on_while_the_client_waits, WhileConnected.passes_on_what_the_work_throws
#include "while_connected.h"

#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  const std::jthread watch([&] {
    if (!connection.wait_until_readable({})) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();  // broken, or closed; anything else is the next request
  });

  work(ctx);
}
