/// A program that ends while deadlines are pending, and whose static objects still use contexts
/// when the timer thread is gone. ctest sees that it ends, and with 0; the sanitizers see that it
/// is clean.

#include <chrono>
#include <cstdlib>

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
    if (!as_ever) std::_Exit(1);
  }
};

Longest longest;

}  // namespace

int main() {
  longest.armed = context::with_timeout(longest.before_main.ctx, 1h);
  return context::sleep_for(longest.armed.ctx, 1ms) ? 1 : 0;
}
