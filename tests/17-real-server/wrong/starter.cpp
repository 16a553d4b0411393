// Never looks at the connection. Caught by: Server.writes_nothing_once_the_client_has_hung_up, WhileConnected.does_not_return_before_the_watch_has_come_back, WhileConnected.ends_nobody_elses_context, WhileConnected.ends_the_context_of_a_client_who_had_gone_before, WhileConnected.ends_the_context_whatever_the_connection_breaks_with, WhileConnected.ends_the_context_when_the_client_closes_its_sending_side, WhileConnected.ends_the_context_when_the_client_hangs_up, WhileConnected.ends_the_context_when_the_connection_breaks, WhileConnected.waits_for_work_that_does_not_listen, WhileConnected.watches_each_of_several, WhileConnected.watches_the_next_request_like_the_first, WhileConnected.watches_the_next_request_that_came_early, Server.notices_a_hang_up_also_behind_a_request_that_came_early
#include "while_connected.h"

void while_connected(const context::Context& parent, Connection& /*connection*/,
                     const std::function<void(const context::Context&)>& work) {
  // Your turn: the client may hang up while this takes its time, and nobody looks.
  const auto [ctx, cancel] = context::with_cancel(parent);
  work(ctx);
}
