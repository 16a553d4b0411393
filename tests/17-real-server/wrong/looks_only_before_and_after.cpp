// Looks whether the client is there before the work and after it. Caught by: Server.writes_nothing_once_the_client_has_hung_up, WhileConnected.ends_nobody_elses_context, WhileConnected.ends_the_context_whatever_the_connection_breaks_with, WhileConnected.ends_the_context_when_the_client_closes_its_sending_side, WhileConnected.ends_the_context_when_the_client_hangs_up, WhileConnected.ends_the_context_when_the_connection_breaks, WhileConnected.waits_for_work_that_does_not_listen, WhileConnected.watches_each_of_several, WhileConnected.watches_the_next_request_like_the_first, WhileConnected.watches_the_next_request_that_came_early, Server.notices_a_hang_up_also_behind_a_request_that_came_early, WhileConnected.does_not_return_before_the_watch_has_come_back
#include "while_connected.h"

#include <stop_token>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  std::stop_source look_only;
  look_only.request_stop();
  const auto look = [&] {
    if (!connection.wait_until_readable(look_only.get_token())) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();
  };

  look();
  work(ctx);
  look();
}
