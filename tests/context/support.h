#pragma once
/// What the tests of src/context share.

#include <algorithm>
#include <barrier>
#include <condition_variable>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "context/context.h"
#include "context/detail/cancel_node.h"
#include "context/manual_clock.h"

using namespace std::chrono_literals;

/// A context with how to cancel it, under a background that tests share.
inline context::Derived live() { return context::with_cancel(context::background()); }

/// How many live children a context has in the tree.
inline std::size_t children_of(const context::Context& ctx) {
  std::size_t count = 0;
  const std::lock_guard guard(ctx.node()->scope->tree.lock);
  for (auto* child = ctx.node()->scope->first_child; child != nullptr; child = child->next) ++count;
  return count;
}

/// How many threads the process has.
inline std::size_t threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

/// Blocks until `ctx` has ended.
inline void wait_for_end(const context::Context& ctx) {
  std::mutex lock;
  std::condition_variable_any never;
  std::unique_lock guard(lock);
  never.wait(guard, ctx.done(), [] { return false; });
}

/// Runs `body(index)` on `count` threads, which all start at once, and joins them.
template <class Body>
void on_threads(std::size_t count, Body body) {
  std::barrier start(static_cast<std::ptrdiff_t>(count));
  std::vector<std::jthread> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.emplace_back([&start, &body, i] {
      start.arrive_and_wait();
      body(i);
    });
  }
}

/// A cause of a test's own.
inline std::error_code cause_number(int number) { return {number, std::generic_category()}; }

/// Random numbers whose seed is printed, and can be given: CONTEXT_SEED=42 ctest ...
class Random {
 public:
  Random() : seed_(given()), engine_(seed_) {
    std::cout << "to repeat this run: CONTEXT_SEED=" << seed_ << '\n';
  }
  /// From 0 to `below` - 1.
  std::size_t below(std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(engine_);
  }
  template <class Range>
  void shuffle(Range& range) {
    std::ranges::shuffle(range, engine_);
  }

 private:
  static std::random_device::result_type given() {
    const char* const seed = std::getenv("CONTEXT_SEED");
    return seed == nullptr ? std::random_device()()
                           : static_cast<std::random_device::result_type>(std::stoul(seed));
  }
  std::random_device::result_type seed_;
  std::mt19937 engine_;
};
