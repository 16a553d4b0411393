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

/// A store that builds its data, whatever they are, character by character. Each takes a `tick` on
/// the clock by which `ctx` lives, one of zero or less no time; `built` is told at once, once, on
/// any thread, and the next tick begins when built() has returned. When ctx.err() says that `ctx`
/// has ended, even if a tick ends then, the fetch wakes at once, builds no more and returns
/// ctx.err(), and for no other reason: all of the data or an error. Thread-safe; no fetch waits for
/// another or its built(), and none leaves anything behind: no thread, timer, `ctx`, nor data.
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
