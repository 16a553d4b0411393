// Keeps the words of what the work throws, and throws an exception of its own with them. Caught by: WhileConnected.passes_on_what_the_work_throws, WhileConnected.does_not_return_before_the_watch_has_come_back
#include "while_connected.h"

#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  std::string what;
  {
    const auto [ctx, cancel] = context::with_cancel(parent);
    const std::jthread watch([&](std::stop_token work_has_returned) {
      if (!connection.wait_until_readable(work_has_returned)) return;
      const auto byte = connection.peek();
      if (!byte || byte->empty()) cancel();
    });
    try {
      work(ctx);
    } catch (const std::exception& e) {
      what = e.what();
    }
  }
  if (!what.empty()) throw std::runtime_error(what);
}
