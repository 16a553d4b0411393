// Nobody joins the thread that watches: it is told to stop, and may still be at the connection. Caught by: WhileConnected.has_stopped_watching_when_it_returns, WhileConnected.lets_the_work_go_on_while_the_client_waits; perhaps others
#include "while_connected.h"

#include <memory>
#include <thread>
#include <utility>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  auto [ctx, cancel] = context::with_cancel(parent);
  const auto hang_up = std::make_shared<context::CancelFunc>(std::move(cancel));

  std::thread([&connection, hang_up] {
    if (!connection.wait_until_readable({})) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) (*hang_up)();
  }).detach();

  work(ctx);
  (*hang_up)();
}
