// Doesn't wait for its watch when the work throws. Caught by: WhileConnected.does_not_return_before_the_watch_has_come_back; perhaps others
#include "while_connected.h"

#include <exception>
#include <memory>
#include <stop_token>
#include <thread>

void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work) {
  auto derived = std::make_shared<context::Derived>(context::with_cancel(parent));
  std::jthread watch([derived, &connection](std::stop_token work_is_over) {
    if (!connection.wait_until_readable(work_is_over)) return;
    const auto byte = connection.peek();
    if (!byte || byte->empty()) derived->cancel();
  });

  std::exception_ptr thrown;
  try {
    work(derived->ctx);
  } catch (...) {
    thrown = std::current_exception();
  }
  watch.request_stop();
  if (thrown) {
    watch.detach();
  } else {
    watch.join();
  }
  derived->cancel();
  if (thrown) std::rethrow_exception(thrown);
}
