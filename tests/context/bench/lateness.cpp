/// How late the deadlines of other trees come while a tree of a million is cancelled. One deadline
/// a millisecond, each a tree of its own; prints the median and the latest of them, in
/// milliseconds. The target "lateness" of a build with -DKATA_BENCH=ON.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <latch>
#include <thread>
#include <vector>

#include "context/context.h"

namespace {

using namespace std::chrono_literals;
using context::Clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int deadlines = 1000;
constexpr std::size_t million = 1'000'000;

/// Deadlines in other trees, one a millisecond, during which `work()` is done.
template <class Work>
void measure(const char* name, Work work) {
  std::vector<double> late(deadlines);
  std::vector<context::Derived> timed;
  std::vector<context::AfterFunc> calls;
  std::latch all(deadlines);
  const auto start = Clock::now() + 100ms;
  for (int i = 0; i < deadlines; ++i) {
    timed.push_back(context::with_deadline(context::background(), start + i * 1ms));
    calls.push_back(context::after_func(timed.back().ctx, [&, i] {
      late[static_cast<std::size_t>(i)] = Milliseconds(Clock::now() - start - i * 1ms).count();
      all.count_down();
    }));
  }
  std::this_thread::sleep_until(start + 300ms);
  const auto begun = Clock::now();
  work();
  const double took = Milliseconds(Clock::now() - begun).count();
  all.wait();
  std::ranges::sort(late);
  std::printf("%-36s took %7.1f ms; late by %6.2f ms (median), %6.2f ms (the latest)\n", name, took,
              late[late.size() / 2], late.back());
}

template <class Derive>
void cancel_a_million(const char* name, Derive derive) {
  const auto root = context::with_cancel(context::background());
  std::vector<context::Derived> children;
  children.reserve(million);
  for (std::size_t i = 0; i < million; ++i) children.push_back(derive(root.ctx));
  measure(name, [&root] { root.cancel(); });
}

}  // namespace

int main() {
  measure("nothing", [] {});
  cancel_a_million("a million children are cancelled",
                   [](const auto& root) { return context::with_cancel(root); });
  cancel_a_million("a million timeouts are cancelled",
                   [](const auto& root) { return context::with_timeout(root, 1h); });
}
