// All clients share a context, and one who hangs up takes the others along. Caught by: WhileConnected.ends_nobody_elses_context, WhileConnected.watches_each_of_several
#include "while_connected.h"

#include <memory>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  static std::weak_ptr<context::Derived> all;
  auto mine = all.lock();
  if (!mine) all = mine = std::make_shared<context::Derived>(context::with_cancel(parent));
  const auto& [ctx, cancel] = *mine;

  const std::jthread watch([&](std::stop_token work_has_returned) {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) cancel();  // broken, or closed; anything else is the next request
  });

  work(ctx);
}
