#include <chrono>
#include <iostream>

#include <context/context.h>
#include <context/manual_clock.h>

#include "plugin.h"

int main() {
  using namespace std::chrono_literals;
  context::testing::ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
  clock.advance(5ms);
  std::cout << ctx << ": " << ctx.err().message() << '\n';
  return timed_out(ctx) ? 0 : 1;
}
