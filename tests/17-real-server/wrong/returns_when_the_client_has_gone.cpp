// Leaves the work to another thread, and returns when the client has gone. Caught by: WhileConnected.lets_the_work_go_on_while_the_client_waits, WhileConnected.passes_on_what_the_work_throws, WhileConnected.waits_for_work_that_does_not_listen; perhaps others
#include "while_connected.h"

#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  std::stop_source work_has_returned;
  std::thread([work, ctx, work_has_returned]() mutable {
    try {
      work(ctx);
    } catch (...) {
    }
    work_has_returned.request_stop();
  }).detach();

  if (!connection.wait_until_readable(work_has_returned.get_token())) return;
  const auto byte = connection.peek();
  if (!byte || byte->empty()) cancel();
}
