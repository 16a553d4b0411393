// Gives the work an hour, just in case. Caught by: WhileConnected.lets_the_work_go_on_while_the_client_waits
#include "while_connected.h"

#include <chrono>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  using namespace std::chrono_literals;
  const auto [ctx, cancel] = context::with_timeout(parent, 1h);
  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();
  });
  work(ctx);
}
