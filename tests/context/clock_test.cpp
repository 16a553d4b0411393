/// ManualClock, and sleep_for() on it.

#include <optional>

#include "context/detail/time_source.h"
#include "support.h"

namespace {

using context::sleep_for;
using context::testing::ManualClock;

TEST(ManualClock, stands_still_until_it_is_advanced) {
  ManualClock clock;
  EXPECT_EQ(clock.now(), context::Clock::time_point());

  clock.advance(5ms);

  EXPECT_EQ(clock.now(), context::Clock::time_point() + 5ms);
}

TEST(ManualClock, fires_in_the_order_of_the_deadlines_with_the_time_standing_at_each) {
  ManualClock clock;
  const auto [late, cancel_late] = context::with_timeout(clock.background(), 3ms);
  const auto [early, cancel_early] = context::with_timeout(clock.background(), 1ms);
  std::vector<context::Clock::duration> fired;
  const auto look = [&] { fired.push_back(clock.now().time_since_epoch()); };
  const auto on_late = context::after_func(late, look);
  const auto on_early = context::after_func(early, look);

  clock.advance(1h);

  EXPECT_EQ(fired, (std::vector<context::Clock::duration>{1ms, 3ms}));
  EXPECT_EQ(clock.now().time_since_epoch(), 1h);
}

TEST(ManualClock, fires_deadlines_of_the_same_moment_in_the_order_of_derivation) {
  ManualClock clock;
  std::vector<context::Derived> contexts;
  std::vector<context::AfterFunc> calls;
  std::vector<int> fired;
  for (int i = 0; i < 20; ++i) {
    contexts.push_back(context::with_timeout(clock.background(), 1ms));
    calls.push_back(context::after_func(contexts.back().ctx, [&fired, i] { fired.push_back(i); }));
  }

  clock.advance(1ms);

  EXPECT_TRUE(std::ranges::is_sorted(fired));
  EXPECT_EQ(fired.size(), contexts.size());
}

TEST(ManualClock, fires_on_the_thread_that_advances_it) {
  ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 1ms);
  std::thread::id ran_on;
  const auto call = context::after_func(ctx, [&] { ran_on = std::this_thread::get_id(); });

  clock.advance(1ms);

  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST(ManualClock, fires_what_a_callback_arms_within_the_same_step) {
  ManualClock clock;
  const auto [first, cancel] = context::with_timeout(clock.background(), 1ms);
  std::vector<context::Derived> more;
  const auto call = context::after_func(first, [&] {
    more.push_back(context::with_timeout(clock.background(), 2ms));
    more.push_back(context::with_timeout(clock.background(), 9ms));
  });

  clock.advance(5ms);

  EXPECT_TRUE(more[0].ctx.err());
  EXPECT_FALSE(more[1].ctx.err());
}

TEST(ManualClock, may_be_advanced_by_a_callback) {
  ManualClock clock;
  const auto [first, cancel] = context::with_timeout(clock.background(), 1ms);
  const auto [second, cancel_second] = context::with_timeout(clock.background(), 1h);
  const auto call = context::after_func(first, [&] { clock.advance(2h); });

  clock.advance(1ms);

  EXPECT_TRUE(second.err());
  EXPECT_EQ(clock.now().time_since_epoch(), 2h + 1ms);
}

TEST(ManualClock, adds_up_the_steps_of_two_threads) {
  ManualClock clock;

  on_threads(2, [&](std::size_t /*thread*/) {
    for (int i = 0; i < 10'000; ++i) clock.advance(1ms);
  });

  EXPECT_EQ(clock.now().time_since_epoch(), 20s);
}

TEST(ManualClock, adds_up_the_steps_of_a_callback_and_the_one_that_it_is_in) {
  ManualClock clock;
  const auto [first, cancel] = context::with_timeout(clock.background(), 1ms);
  context::Clock::duration after_its_step{};
  const auto call = context::after_func(first, [&] {
    clock.advance(2ms);
    after_its_step = clock.now().time_since_epoch();
  });

  clock.advance(10ms);

  EXPECT_EQ(after_its_step, 3ms);
  EXPECT_EQ(clock.now().time_since_epoch(), 12ms);
}

TEST(ManualClock, passes_no_deadline_that_is_derived_meanwhile) {
  ManualClock clock;
  auto& time = context::detail::time_of(clock.background().node());
  auto* const node =
      context::detail::make_below<context::detail::Root<context::detail::DeadlineNode>>(
          clock.background().node(), context::Clock::time_point(5ms), std::error_code());
  const context::Derived derived{context::Context(context::detail::Ref::adopt(node)),
                                 context::CancelFunc(node)};
  clock.advance(5ms);  // after with_timeout() has looked at the clock, before it arms the timer

  EXPECT_FALSE(node->join_and_arm(time)) << "nobody is going to end it: the clock has passed it";
  EXPECT_EQ(clock.pending_timers(), 0U);
}

TEST(ManualClock, leaves_no_context_live_whose_deadline_has_passed) {
  for (int round = 0; round < 3000; ++round) {
    ManualClock clock;
    context::Derived derived;
    on_threads(2, [&](std::size_t thread) {
      if (thread == 0) return clock.advance(1ms);
      derived = context::with_deadline(clock.background(), context::Clock::time_point(1ms));
    });

    EXPECT_TRUE(derived.ctx.err()) << "in round " << round;
  }
}

TEST(ManualClock, may_be_destroyed_by_a_callback_of_its_own) {
  auto clock = std::make_optional<ManualClock>();
  std::optional<context::Derived> derived(context::with_timeout(clock->background(), 1ms));
  const std::stop_callback destroy(derived->ctx.done(), [&] {
    derived.reset();
    clock.reset();
  });

  clock->advance(2ms);

  EXPECT_FALSE(clock);
}

TEST(ManualClock, goes_to_the_end_of_time_in_whatever_unit) {
  ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 1h);
  const auto [never, cancel_never] =
      context::with_timeout(clock.background(), std::chrono::hours::max());

  clock.advance(std::chrono::hours::max());

  EXPECT_TRUE(ctx.err());
  EXPECT_FALSE(never.err());
  EXPECT_EQ(clock.now(), context::Clock::time_point::max());
}

TEST(ManualClock, may_be_outlived_by_its_contexts_whose_deadlines_then_never_come) {
  context::Derived derived;
  {
    const ManualClock clock;
    derived = context::with_timeout(clock.background(), 1ms);
  }
  EXPECT_FALSE(derived.ctx.err());

  derived.cancel();

  EXPECT_EQ(derived.ctx.err(), context::Errc::canceled);
}

TEST(ManualClock, starts_no_thread) {
  const std::size_t before = threads();
  ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 1ms);
  clock.advance(1ms);

  EXPECT_EQ(threads(), before);
}

TEST(SleepFor, sleeps_until_the_clock_has_come_far_enough) {
  ManualClock clock;
  std::error_code result = cause_number(1);
  std::jthread sleeper([&] { result = sleep_for(clock.background(), 5ms); });

  clock.wait_for_sleepers(1);
  clock.advance(4ms);
  EXPECT_EQ(clock.sleepers(), 1U);
  clock.advance(1ms);
  EXPECT_EQ(clock.sleepers(), 0U) << "who was woken sleeps no more, before its thread has run";
  sleeper.join();

  EXPECT_FALSE(result);
  EXPECT_EQ(clock.pending_timers(), 0U);
}

TEST(SleepFor, wakes_early_when_the_context_is_cancelled) {
  ManualClock clock;
  auto [ctx, cancel] = context::with_cancel(clock.background());
  std::error_code result;
  std::jthread sleeper([&] { result = sleep_for(ctx, 1h); });

  clock.wait_for_sleepers(1);
  cancel(cause_number(1));
  sleeper.join();

  EXPECT_EQ(result, context::Errc::canceled);
  EXPECT_EQ(clock.pending_timers(), 0U);
}

TEST(SleepFor, wakes_early_when_the_deadline_of_the_context_comes) {
  ManualClock clock;
  auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
  std::error_code result;
  std::jthread sleeper([&] { result = sleep_for(ctx, 1h); });

  clock.wait_for_sleepers(1);
  clock.advance(5ms);
  sleeper.join();

  EXPECT_EQ(result, context::Errc::deadline_exceeded);
}

TEST(SleepFor, to_the_very_deadline_of_the_context_is_woken_by_the_deadline) {
  ManualClock clock;
  auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
  std::error_code result;
  std::jthread sleeper([&] { result = sleep_for(ctx, 5ms); });

  clock.wait_for_sleepers(1);
  clock.advance(5ms);
  sleeper.join();

  EXPECT_EQ(result, context::Errc::deadline_exceeded);
}

TEST(SleepFor, does_not_begin_on_a_context_that_has_ended) {
  const ManualClock clock;
  auto [ctx, cancel] = context::with_cancel(clock.background());
  cancel();

  EXPECT_EQ(sleep_for(ctx, 1h), context::Errc::canceled);
}

TEST(SleepFor, in_small_steps_never_lets_the_clock_run_ahead) {
  for (int round = 0; round < 50; ++round) {
    ManualClock clock;
    std::vector<context::Clock::duration> woke;
    std::jthread sleeper([&] {
      for (int i = 0; i < 5 && !sleep_for(clock.background(), 1ms); ++i) {
        woke.push_back(clock.now().time_since_epoch());
      }
    });

    for (int i = 0; i < 5; ++i) {
      clock.wait_for_sleepers(1);
      clock.advance(1ms);
    }
    sleeper.join();

    EXPECT_EQ(woke, (std::vector<context::Clock::duration>{1ms, 2ms, 3ms, 4ms, 5ms}));
  }
}

TEST(SleepFor, on_many_threads_is_counted_and_woken_in_any_order) {
  ManualClock clock;
  std::vector<std::jthread> sleepers;
  for (int i = 0; i < 10; ++i) {
    sleepers.emplace_back([&clock, i] { EXPECT_FALSE(sleep_for(clock.background(), 1ms * i)); });
  }
  clock.wait_for_sleepers(9);  // the first one asked for nothing
  EXPECT_EQ(clock.pending_timers(), 9U);

  clock.advance(4ms);
  EXPECT_EQ(clock.sleepers(), 5U);
  clock.advance(5ms);

  EXPECT_EQ(clock.sleepers(), 0U);
}

}  // namespace
