// There is no second token: the work's return ends the context, and that ends the watch.
#include "while_connected.h"

#include <stop_token>
#include <system_error>
#include <thread>

namespace {

bool has_hung_up(Connection& connection) {
  const auto seen = connection.peek();
  return seen.value_or("").empty();
}

struct Watch {
  Connection& connection;
  context::Derived derived;
  std::thread thread{[this] {
    if (connection.wait_until_readable(derived.ctx.done()) && has_hung_up(connection)) {
      derived.cancel(make_error_code(std::errc::connection_reset));
    }
  }};

  Watch(Connection& watched, const context::Context& parent)
      : connection(watched), derived(context::with_cancel_cause(parent)) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() {
    derived.cancel();
    thread.join();
  }
};

}  // namespace

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  const Watch watch(connection, parent);
  work(watch.derived.ctx);
}
