#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"

/// Where the data comes from.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns what is stored under `name`, or why there is nothing to return, which is never a
  /// std::error_code() without an error. Blocks for as long as that takes, but not for longer than
  /// `ctx` lasts: when that ends, it returns at once, with ctx.err() or with whatever went wrong on
  /// the way out. The store may have a deadline of its own; its error is
  /// context::Errc::deadline_exceeded, too. May be called by several threads at once.
  virtual std::expected<std::string, std::error_code> fetch(context::Context ctx,
                                                            const std::string& name) = 0;
};
