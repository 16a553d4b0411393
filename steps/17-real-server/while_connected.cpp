#include "while_connected.h"

void while_connected(const context::Context& parent, Connection& /*connection*/,
                     const std::function<void(const context::Context&)>& work) {
  // Your turn: the client may hang up while this takes its time, and nobody looks.
  const auto [ctx, cancel] = context::with_cancel(parent);
  work(ctx);
}
