// Looks every ten milliseconds. Caught by: WhileConnected.ends_the_context_when_the_client_hangs_up, WhileConnected.lets_the_work_go_on_while_the_client_waits; perhaps others
#include "while_connected.h"

#include <chrono>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  const std::jthread watch([&](std::stop_token work_has_returned) {
    std::stop_source look_only;
    look_only.request_stop();
    while (!work_has_returned.stop_requested()) {
      if (connection.wait_until_readable(look_only.get_token())) {
        const auto byte = connection.peek();
        if (!byte || byte->empty()) return cancel();
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });

  work(ctx);
}
