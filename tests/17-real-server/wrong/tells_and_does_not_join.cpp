// Tells the watch to stop, and doesn't wait until it has. Caught by: WhileConnected.does_not_return_before_the_watch_has_come_back; perhaps others
#include "while_connected.h"

#include <memory>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  auto d = std::make_shared<context::Derived>(context::with_cancel(parent));
  std::stop_source stop;
  std::thread([&connection, d, work_has_returned = stop.get_token()] {
    if (!connection.wait_until_readable(work_has_returned)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) d->cancel();
  }).detach();
  work(d->ctx);
  stop.request_stop();
  d->cancel();
}
