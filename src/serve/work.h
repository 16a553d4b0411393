#pragma once
#include <chrono>
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"
#include "http/http.h"
#include "serve/visit.h"

namespace serve {

using Answer = std::expected<std::string, std::error_code>;

/// What a store is to build, and how long each character takes.
struct Order {
  std::string text;
  std::chrono::milliseconds tick{};

  /// From the query; error: std::errc::invalid_argument.
  static std::expected<Order, std::error_code> of(const http::Request& request);
};

/// Builds it, character by character: all of it, or an error as soon as `ctx` has ended.
Answer build(const context::Context& ctx, Task& task, const Order& order);

/// Asks three replicas, of which one is quicker, at once: the first answer wins, the others are
/// told to stop, and are waited for.
Answer first(const context::Context& ctx, Task& task, const Order& order);

/// Asks another server on this machine, which learns whose request it is, how much time is left,
/// and, when `ctx` ends, that nobody waits any more.
Answer ask_next(const context::Context& ctx, Task& task, const std::string& url);

}  // namespace serve
