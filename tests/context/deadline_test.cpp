#include "support.h"

namespace {

using context::Clock;
using context::testing::ManualClock;

struct Name {
  using value_type = std::string;
};

TEST(Deadline, ends_the_context_when_it_comes_and_not_before) {
  ManualClock clock;
  const auto [ctx, cancel] = context::with_deadline(clock.background(), clock.now() + 5ms);

  clock.advance(5ms - 1ns);
  EXPECT_FALSE(ctx.err());

  clock.advance(1ns);
  EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
  EXPECT_TRUE(ctx.done().stop_requested());
}

TEST(Deadline, fires_through_a_value_and_a_child) {
  ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
  const auto wrapped = context::with_value<Name>(ctx, "wrapped");
  const auto [child, cancel_child] = context::with_cancel(wrapped);

  clock.advance(5ms);

  EXPECT_EQ(wrapped.err(), context::Errc::deadline_exceeded);
  EXPECT_EQ(child.err(), context::Errc::deadline_exceeded);
}

TEST(Deadline, of_the_parent_wins_over_a_later_one_inside) {
  ManualClock clock;
  const auto [outer, cancel_outer] = context::with_timeout(clock.background(), 5ms);
  const auto [inner, cancel_inner] = context::with_timeout(outer, 1h);
  EXPECT_EQ(inner.deadline(), clock.now() + 5ms);
  EXPECT_EQ(clock.pending_timers(), 1U) << "a deadline that can't come first needs no timer";

  clock.advance(5ms);

  EXPECT_EQ(inner.err(), context::Errc::deadline_exceeded);
}

TEST(Deadline, inside_that_is_earlier_leaves_the_parent_live) {
  ManualClock clock;
  const auto [outer, cancel_outer] = context::with_timeout(clock.background(), 5ms);
  const auto [inner, cancel_inner] = context::with_timeout(outer, 3ms);

  clock.advance(3ms);

  EXPECT_EQ(inner.err(), context::Errc::deadline_exceeded);
  EXPECT_FALSE(outer.err());
}

TEST(Deadline, is_told_through_every_wrapper) {
  ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
  const auto [child, cancel_child] = context::with_cancel(ctx);

  EXPECT_EQ(ctx.deadline(), clock.now() + 5ms);
  EXPECT_EQ(context::with_value<Name>(child, "x").deadline(), clock.now() + 5ms);
  EXPECT_FALSE(clock.background().deadline());
}

TEST(Deadline, that_is_past_or_present_ends_the_context_at_once) {
  ManualClock clock;
  clock.advance(1h);

  for (const auto when : {clock.now(), clock.now() - 1ns, Clock::time_point::min()}) {
    const auto [ctx, cancel] = context::with_deadline(clock.background(), when);
    EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
  }
  EXPECT_EQ(context::with_timeout(clock.background(), 0ns).ctx.err(),
            context::Errc::deadline_exceeded);
  EXPECT_EQ(clock.pending_timers(), 0U);
}

TEST(Deadline, that_is_past_leaves_the_parent_live) {
  ManualClock clock;
  const auto [parent, cancel] = context::with_cancel(clock.background());

  const auto [ctx, cancel_ctx] = context::with_timeout(parent, 0ns);

  EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
  EXPECT_FALSE(parent.err());
  EXPECT_EQ(children_of(parent), 0U);
}

TEST(Deadline, is_the_earliest_of_the_chain_also_when_both_are_past) {
  ManualClock clock;
  const auto [parent, cancel] = context::with_timeout(clock.background(), 5ms);
  const auto due = clock.now() + 5ms;
  clock.advance(1h);

  const auto [ctx, cancel_ctx] = context::with_timeout(parent, 0ns);

  EXPECT_EQ(ctx.deadline(), due);
}

TEST(Timeout, cancelled_before_it_expires_is_canceled) {
  ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);

  cancel();
  clock.advance(1h);

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
}

TEST(Timeout, leaves_no_timer_when_it_is_dropped) {
  const ManualClock clock;
  {
    const auto [ctx, cancel] = context::with_timeout(clock.background(), 1h);
    EXPECT_EQ(clock.pending_timers(), 1U);
  }

  EXPECT_EQ(clock.pending_timers(), 0U);
}

TEST(Timeout, below_an_ended_parent_arms_no_timer) {
  const ManualClock clock;
  const auto [parent, cancel] = context::with_cancel(clock.background());
  cancel();

  const auto [ctx, cancel_ctx] = context::with_timeout(parent, 1h);

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
  EXPECT_EQ(clock.pending_timers(), 0U);
}

TEST(Timeout, many_in_any_order_end_in_the_order_of_their_deadlines) {
  Random random;
  ManualClock clock;
  std::vector<std::size_t> order(1000);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i / 2;  // some come together
  random.shuffle(order);
  std::vector<context::Derived> contexts;
  std::vector<context::AfterFunc> calls;
  std::vector<Clock::duration> fired;
  for (const std::size_t ms : order) {
    contexts.push_back(context::with_timeout(clock.background(), 1ms * (ms + 1)));
    calls.push_back(context::after_func(contexts.back().ctx,
                                        [&] { fired.push_back(clock.now().time_since_epoch()); }));
  }
  for (std::size_t i = 0; i < contexts.size(); i += 3) {
    calls[i].stop();
    contexts[i].cancel();
  }

  clock.advance(1h);

  EXPECT_EQ(fired.size(), contexts.size() - (contexts.size() + 2) / 3);
  EXPECT_TRUE(std::ranges::is_sorted(fired));
}

/// What is too long for the clock, in any unit, is no deadline; what is too short is past.
template <class Duration>
void expect_no_overflow() {
  const context::testing::ManualClock clock;
  const auto [longest, cancel_longest] = context::with_timeout(clock.background(), Duration::max());
  const auto [shortest, cancel_shortest] =
      context::with_timeout_cause(clock.background(), Duration::min(), cause_number(1));
  const auto [latest, cancel_latest] = context::with_deadline(
      clock.background(), std::chrono::time_point<context::Clock, Duration>::max());

  EXPECT_FALSE(longest.err());
  EXPECT_FALSE(longest.deadline());
  EXPECT_EQ(shortest.err(), context::Errc::deadline_exceeded);
  EXPECT_EQ(context::cause(shortest), cause_number(1));
  EXPECT_FALSE(latest.err());
}

TEST(Timeout, too_long_for_the_clock_is_none_in_any_unit) {
  expect_no_overflow<std::chrono::nanoseconds>();
  expect_no_overflow<std::chrono::seconds>();
  expect_no_overflow<std::chrono::hours>();
  expect_no_overflow<std::chrono::years>();
  expect_no_overflow<std::chrono::duration<std::uint64_t>>();
}

TEST(Timeout, of_300_years_is_none_and_of_200_is_one) {
  const context::testing::ManualClock clock;

  const auto none = context::with_timeout(clock.background(), std::chrono::years(300));
  const auto one = context::with_timeout(clock.background(), std::chrono::years(200));

  EXPECT_FALSE(none.ctx.deadline());
  EXPECT_EQ(one.ctx.deadline()->time_since_epoch(), std::chrono::years(200));
}

TEST(Timeout, that_is_too_short_for_the_clock_is_past_when_one_sleeps) {
  EXPECT_FALSE(context::sleep_for(context::background(), std::chrono::hours::min()));
}

}  // namespace
