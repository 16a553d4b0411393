// Gives the work the parent, and cancels a child that nobody has. Caught by: Server.writes_nothing_once_the_client_has_hung_up, WhileConnected.ends_nobody_elses_context, WhileConnected.ends_the_context_of_a_client_who_had_gone_before, WhileConnected.ends_the_context_whatever_the_connection_breaks_with, WhileConnected.ends_the_context_when_the_client_closes_its_sending_side, WhileConnected.ends_the_context_when_the_client_hangs_up, WhileConnected.ends_the_context_when_the_connection_breaks, WhileConnected.has_ended_the_context_when_it_returns, WhileConnected.waits_for_work_that_does_not_listen, WhileConnected.watches_each_of_several, WhileConnected.watches_the_next_request_like_the_first, WhileConnected.watches_the_next_request_that_came_early, Server.notices_a_hang_up_also_behind_a_request_that_came_early, WhileConnected.passes_on_what_the_work_throws
#include "while_connected.h"

#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();  // broken, or closed; anything else is the next request
  });

  work(parent);
}
