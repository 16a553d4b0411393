// A future instead of a std::jthread, and a second context to end the wait.
#include "while_connected.h"

#include <future>
#include <stop_token>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  const auto [working, done_working] = context::with_cancel(context::background());

  const auto look = [&, enough = working.done()] {
    const bool readable = connection.wait_until_readable(enough);
    if (!readable || enough.stop_requested()) return;
    const auto byte = connection.peek();
    if (byte.has_value() && byte->size() == 1) return;
    cancel();
  };
  const auto watch = std::async(std::launch::async, look);

  try {
    work(ctx);
  } catch (...) {
    done_working();
    throw;
  }
  done_working();
}
