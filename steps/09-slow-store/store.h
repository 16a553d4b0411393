#pragma once
#include <expected>
#include <functional>
#include <string>
#include <system_error>
#include <utility>

#include "context/context.h"

/// Where the data comes from.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns the data, or ctx.err() once `ctx` has ended, or what else went wrong. Blocks.
  virtual std::expected<std::string, std::error_code> fetch(context::Context ctx) = 0;
};

/// A store that builds its data character by character. Each takes a `tick` on the clock by which
/// `ctx` lives, and `built` is told of it as soon as it is there. When `ctx` ends, the fetch wakes
/// at once, builds nothing more and returns ctx.err(): all of the data or an error, never a part.
/// If a tick is over at the moment when `ctx` ends, `ctx` has ended. May be used by several threads
/// at once; no thread of its own is left when a fetch has returned.
class SlowStore : public Store {
 public:
  SlowStore(std::string data, context::Clock::duration tick, std::function<void(char)> built)
      : data_(std::move(data)), tick_(tick), built_(std::move(built)) {}

  std::expected<std::string, std::error_code> fetch(context::Context ctx) override;

 private:
  const std::string data_;
  const context::Clock::duration tick_;
  const std::function<void(char)> built_;
};
