/// sleep_until(), on a clock of the test's own.

#include <chrono>
#include <system_error>

#include "context/manual_clock.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::testing::ManualClock;

TEST(SleepUntil, wakes_at_its_moment_and_not_before) {
  explore([](World& world) {
    auto& clock = world.make<ManualClock>();
    auto& result = world.make<std::error_code>(make_error_code(std::errc::protocol_error));
    const auto when = clock.now() + 5ms;
    world.start("sleeper", [&, when] { result = context::sleep_until(clock.background(), when); });

    world.start("clock", [&] { clock.advance(4ms); });
    EXPECT_FALSE(world.finished("sleeper"));
    world.start("clock", [&] { clock.advance(1ms); });

    EXPECT_TRUE(world.finished("sleeper"));
    EXPECT_FALSE(result);
  });
}

TEST(SleepUntil, a_moment_that_is_past_does_not_sleep) {
  ManualClock clock;
  clock.advance(5ms);
  const auto [ctx, cancel] = context::with_cancel(clock.background());

  EXPECT_FALSE(context::sleep_until(ctx, clock.now()));
  EXPECT_FALSE(context::sleep_until(ctx, context::Clock::time_point::min()));
  cancel();
  EXPECT_EQ(context::sleep_until(ctx, clock.now()), context::Errc::canceled);
}

TEST(SleepUntil, the_end_of_time_sleeps_until_the_context_ends) {
  explore([](World& world) {
    auto& clock = world.make<ManualClock>();
    auto& derived = world.make<context::Derived>(context::with_cancel(clock.background()));
    auto& result = world.make<std::error_code>();
    world.start("sleeper", [&] {
      result = context::sleep_until(derived.ctx, context::Clock::time_point::max());
    });
    EXPECT_FALSE(world.finished("sleeper"));

    world.start("client", [&] { derived.cancel(); });

    EXPECT_EQ(result, context::Errc::canceled);
  });
}

}  // namespace
