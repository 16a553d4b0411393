#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"

/// Where the data comes from.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns the data, or why there is none, which is never a std::error_code() without an error.
  /// Blocks for as long as that takes; once `ctx` has ended, returns soon, with ctx.err() or with
  /// whatever went wrong on the way out. May be called by several threads at once.
  virtual std::expected<std::string, std::error_code> fetch(context::Context ctx) = 0;
};
