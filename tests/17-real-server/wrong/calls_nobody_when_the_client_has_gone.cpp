// Looks first, and doesn't call the work if the client has gone. Caught by: WhileConnected.ends_the_context_of_a_client_who_had_gone_before
#include "while_connected.h"

#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  std::stop_source look_only;
  look_only.request_stop();
  if (connection.wait_until_readable(look_only.get_token())) {
    const auto byte = connection.peek();
    if (!byte || byte->empty()) return;
  }

  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();  // broken, or closed; anything else is the next request
  });

  work(ctx);
}
