#include "support.h"

namespace {

using context::cause;
using context::Errc;
using context::testing::ManualClock;

const std::error_code ours = cause_number(1);
const std::error_code theirs = cause_number(2);

TEST(Cause, is_none_while_the_context_lives_and_for_the_background) {
  const auto [ctx, cancel] = context::with_cancel_cause(context::background());

  EXPECT_FALSE(cause(ctx));
  EXPECT_FALSE(cause(context::background()));
  EXPECT_FALSE(cause(context::todo()));
}

TEST(Cause, of_a_plain_cancel_is_canceled) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();

  EXPECT_EQ(cause(ctx), Errc::canceled);
}

TEST(Cause, is_the_one_given_and_err_stays_canceled) {
  const auto [ctx, cancel] = context::with_cancel_cause(context::background());
  cancel(ours);

  EXPECT_EQ(cause(ctx), ours);
  EXPECT_EQ(ctx.err(), Errc::canceled);
}

TEST(Cause, that_is_no_error_means_canceled) {
  const auto [ctx, cancel] = context::with_cancel_cause(context::background());
  cancel(std::error_code());

  EXPECT_EQ(cause(ctx), Errc::canceled);
}

TEST(Cause, of_the_parent_reaches_children_derived_before_and_after) {
  const auto [parent, cancel] = context::with_cancel_cause(context::background());
  const auto [before, cancel_before] = context::with_cancel(parent);
  cancel(ours);
  const auto [after, cancel_after] = context::with_cancel(parent);

  EXPECT_EQ(cause(before), ours);
  EXPECT_EQ(cause(after), ours);
}

TEST(Cause, of_the_child_that_was_cancelled_first_stays_its_own) {
  const auto [parent, cancel] = context::with_cancel_cause(context::background());
  const auto [child, cancel_child] = context::with_cancel_cause(parent);
  cancel_child(theirs);
  cancel(ours);

  EXPECT_EQ(cause(child), theirs);
  EXPECT_EQ(cause(parent), ours);
}

TEST(Cause, of_the_parent_that_was_cancelled_first_stays_with_the_child) {
  const auto [parent, cancel] = context::with_cancel_cause(context::background());
  const auto [child, cancel_child] = context::with_cancel_cause(parent);
  cancel(ours);
  cancel_child(theirs);

  EXPECT_EQ(cause(child), ours);
}

TEST(Cause, of_a_plain_canceller_wins_too_when_it_comes_first) {
  const auto [parent, cancel] = context::with_cancel(context::background());
  const auto [child, cancel_child] = context::with_cancel_cause(parent);
  cancel();
  cancel_child(theirs);
  EXPECT_EQ(cause(child), Errc::canceled);

  const auto [other, cancel_other] = context::with_cancel_cause(context::background());
  const auto [below, cancel_below] = context::with_cancel(other);
  cancel_below();
  cancel_other(ours);
  EXPECT_EQ(cause(below), Errc::canceled);
}

TEST(Cause, of_a_child_does_not_climb) {
  const auto [parent, cancel] = context::with_cancel_cause(context::background());
  const auto [child, cancel_child] = context::with_cancel_cause(parent);
  cancel_child(theirs);

  EXPECT_FALSE(cause(parent));
}

TEST(Cause, of_a_timeout_is_deadline_exceeded) {
  ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
  clock.advance(5ms);

  EXPECT_EQ(cause(ctx), Errc::deadline_exceeded);
}

TEST(Cause, of_a_timeout_is_kept_and_err_stays_deadline_exceeded) {
  ManualClock clock;
  const auto [timed, cancel] = context::with_timeout_cause(clock.background(), 5ms, ours);
  const auto [dated, cancel_dated] =
      context::with_deadline_cause(clock.background(), clock.now() + 5ms, theirs);
  const auto [child, cancel_child] = context::with_cancel(timed);
  clock.advance(5ms);

  EXPECT_EQ(cause(timed), ours);
  EXPECT_EQ(cause(child), ours);
  EXPECT_EQ(cause(dated), theirs);
  EXPECT_EQ(timed.err(), Errc::deadline_exceeded);
}

TEST(Cause, of_a_timeout_that_is_past_is_kept_too) {
  const ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout_cause(clock.background(), 0ms, ours);

  EXPECT_EQ(cause(ctx), ours);
}

TEST(Cause, of_a_timeout_is_lost_when_the_context_is_cancelled_sooner) {
  ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout_cause(clock.background(), 5ms, ours);
  cancel();
  const auto [other, cancel_other] = context::with_timeout_cause(clock.background(), 5ms, ours);
  cancel_other(theirs);
  clock.advance(5ms);

  EXPECT_EQ(cause(ctx), Errc::canceled);
  EXPECT_EQ(cause(other), theirs);
}

TEST(Cause, of_stacked_timeouts_is_that_of_the_earliest) {
  ManualClock clock;
  const auto [outer, cancel_outer] = context::with_timeout_cause(clock.background(), 9ms, ours);
  const auto [inner, cancel_inner] = context::with_timeout_cause(outer, 5ms, theirs);
  const auto [longest, cancel_longest] = context::with_timeout_cause(inner, 1h, cause_number(3));

  clock.advance(5ms);
  EXPECT_EQ(cause(inner), theirs);
  EXPECT_EQ(cause(longest), theirs);
  EXPECT_FALSE(cause(outer));

  clock.advance(4ms);
  EXPECT_EQ(cause(outer), ours);
  EXPECT_EQ(cause(inner), theirs);
}

TEST(Cause, is_none_under_without_cancel) {
  const auto [parent, cancel] = context::with_cancel_cause(context::background());
  const auto detached = context::without_cancel(parent);
  const auto [below, cancel_below] = context::with_cancel_cause(detached);
  cancel(ours);
  EXPECT_FALSE(cause(detached));
  EXPECT_FALSE(cause(below));

  cancel_below(theirs);
  EXPECT_EQ(cause(below), theirs);
}

TEST(Cause, and_err_are_there_before_any_callback_runs) {
  const auto [parent, cancel] = context::with_cancel_cause(context::background());
  const auto [child, cancel_child] = context::with_cancel(parent);
  std::vector<std::error_code> seen;
  const auto look = [&] {
    for (const auto& ctx : {parent, child}) {
      seen.push_back(cause(ctx));
      EXPECT_EQ(ctx.err(), Errc::canceled);
      EXPECT_TRUE(ctx.done().stop_requested());
    }
  };
  const auto on_parent = context::after_func(parent, look);
  const auto on_child = context::after_func(child, look);

  cancel(ours);

  EXPECT_EQ(seen, std::vector(4, ours));
}

TEST(Cause, polled_during_a_cancel_is_none_and_then_exactly_the_one_given) {
  for (int round = 0; round < 200; ++round) {
    const auto [ctx, cancel] = context::with_cancel_cause(context::background());
    on_threads(2, [&](std::size_t i) {
      if (i == 0) return cancel(ours);
      std::error_code seen;
      while (!(seen = cause(ctx))) std::this_thread::yield();
      EXPECT_EQ(seen, ours);
      EXPECT_EQ(ctx.err(), Errc::canceled);
    });
  }
}

}  // namespace
