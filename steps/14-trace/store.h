#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"

/// Where the data comes from.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns the data, or ctx.err() once `ctx` has ended, or what else went wrong. Blocks.
  virtual std::expected<std::string, std::error_code> fetch(context::Context ctx) = 0;
};
