// Takes a byte that no request begins with for a hang-up. Caught by: WhileConnected.takes_the_next_request_for_no_hang_up
#include "while_connected.h"

#include <stop_token>
#include <string>
#include <thread>

static bool begins_a_request(const std::string& byte) {
  return static_cast<unsigned char>(byte[0]) < 0x80;
}

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty() || !begins_a_request(*byte)) cancel();
  });

  work(ctx);
}
