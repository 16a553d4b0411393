/// A deadline whose callback ends the program: on the timer thread, which then can't wait for
/// itself.

#include <chrono>
#include <cstdlib>

#include "context/context.h"

int main() {
  using namespace std::chrono_literals;
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
  const auto call =
      context::after_func(ctx, [] { std::exit(0); });  // NOLINT(concurrency-mt-unsafe)
  return context::sleep_for(context::background(), 1h) ? 1 : 2;
}
