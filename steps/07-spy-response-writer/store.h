#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"

/// Where the data comes from. A good one: it looks after its own cancellation.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns the data, or why there is none. Blocks for as long as that takes, but not for longer
  /// than `ctx` lasts: when that ends, it returns at once, and the error is ctx.err(). May be
  /// called by several threads at once, and keeps no `ctx` when it has returned.
  virtual std::expected<std::string, std::error_code> fetch(context::Context ctx) = 0;
};
