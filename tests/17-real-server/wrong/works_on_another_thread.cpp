// Watches on the caller's thread, and has the work done on another. Caught by: WhileConnected.lets_the_work_go_on_while_the_client_waits
#include "while_connected.h"

#include <future>
#include <memory>
#include <stop_token>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);

  std::stop_source work_has_returned;
  auto worker = std::async(std::launch::async, [&] {
    const std::shared_ptr<void> tell(nullptr, [&](void*) { work_has_returned.request_stop(); });
    work(ctx);
  });

  if (connection.wait_until_readable(work_has_returned.get_token())) {
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();
  }
  worker.get();
}
