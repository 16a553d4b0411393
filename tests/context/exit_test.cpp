/// A program that ends while deadlines are pending, and whose static objects still use contexts
/// when the timer thread is gone. ctest sees that it ends, and with 0; the sanitizers see that it
/// is clean.

#include <chrono>
#include <cstdlib>
#include <thread>

#include "context/context.h"

namespace {

using namespace std::chrono_literals;

/// Made before the timer thread, so destroyed after its end.
struct Longest {
  context::Derived before_main = context::with_cancel(context::background());
  context::Derived armed;

  Longest() = default;
  Longest(const Longest&) = delete;
  Longest& operator=(const Longest&) = delete;
  ~Longest() {
    const auto [late, cancel] = context::with_timeout(before_main.ctx, 1h);
    before_main.cancel();
    const bool as_ever = late.err() == context::Errc::canceled && late.done().stop_requested() &&
                         context::with_timeout(context::todo(), 0s).ctx.err();
    const auto never = context::with_timeout(context::todo(), 1ms);
    const auto start = context::Clock::now();
    const bool slept = !context::sleep_for(never.ctx, 2ms);
    const bool for_as_long = context::Clock::now() - start < 1s;
    if (!as_ever || !slept || !for_as_long) std::_Exit(1);
  }
};

Longest longest;

/// Of a thread of the clock, whose end may use deadlines, too.
struct Last {
  bool touched = false;

  Last() = default;
  Last(const Last&) = delete;
  Last& operator=(const Last&) = delete;
  ~Last() {
    std::this_thread::sleep_for(50ms);  // until the program waits for the thread
    const auto late = context::with_timeout(context::background(), 1s);
  }
};

thread_local Last last;

}  // namespace

int main() {
  const auto timed = context::with_timeout(context::background(), 1ms);
  const auto call = context::after_func(timed.ctx, [] { last.touched = true; });
  while (!timed.ctx.err()) std::this_thread::yield();
  longest.armed = context::with_timeout(longest.before_main.ctx, 1h);
  return context::sleep_for(longest.armed.ctx, 1ms) ? 1 : 0;
}
