#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"

/// A service of which there may be several, replicas of each other: each can give the answer alone.
class Service {
 public:
  virtual ~Service() = default;

  /// Returns the answer, or why there is none, which is never a std::error_code() without an error.
  /// Blocks for as long as that takes; once `ctx` has ended, returns soon with ctx.err(). May be
  /// called by several threads at once.
  virtual std::expected<std::string, std::error_code> fetch(context::Context ctx) = 0;
};
