#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"

/// One of the services that an answer is put together from.
class Service {
 public:
  virtual ~Service() = default;

  /// Returns its part of the answer, or why there is none, which is never a std::error_code()
  /// without an error. Blocks for as long as that takes; once `ctx` has ended, returns soon with
  /// ctx.err(). May be called by several threads at once.
  virtual std::expected<std::string, std::error_code> fetch(context::Context ctx) = 0;
};
