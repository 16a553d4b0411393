/// Moved-from, copied, swapped and self-assigned handles; and the inputs that one should not give.

#include <sstream>
#include <stdexcept>
#include <type_traits>

#include "support.h"

namespace {

using context::CancelFunc;
using context::Clock;
using context::Context;

struct Name {
  using value_type = std::string;
};

static_assert(sizeof(Context) == 8);
static_assert(std::is_nothrow_copy_constructible_v<Context>);
static_assert(std::is_nothrow_move_constructible_v<Context>);
static_assert(!std::is_copy_constructible_v<CancelFunc> && !std::is_copy_assignable_v<CancelFunc>);
static_assert(std::is_nothrow_move_constructible_v<CancelFunc>);

std::string printed(const Context& ctx) {
  std::ostringstream out;
  out << ctx;
  return out.str();
}

// NOLINTBEGIN(bugprone-use-after-move, clang-diagnostic-self-*): what is left behind is the subject

TEST(Context, that_was_moved_from_is_the_background) {
  auto [ctx, cancel] = live();
  const Context moved = std::move(ctx);

  EXPECT_EQ(ctx, context::background());
  EXPECT_FALSE(ctx.err());
  EXPECT_FALSE(ctx.done().stop_possible());
  EXPECT_FALSE(context::with_cancel(ctx).ctx.err());
  cancel();
  EXPECT_TRUE(moved.err());
}

TEST(Context, copies_are_the_same_context) {
  const auto [ctx, cancel] = live();
  const Context copy = ctx;
  EXPECT_EQ(copy, ctx);
  EXPECT_NE(copy, context::with_value<Name>(ctx, "another"));

  cancel();

  EXPECT_TRUE(copy.err());
}

TEST(Context, survives_swap_and_self_assignment) {
  auto [a, cancel_a] = live();
  auto [b, cancel_b] = live();
  Context& same = a;

  std::swap(a, b);
  a = same;
  a = std::move(same);
  cancel_a();

  EXPECT_FALSE(a.err());
  EXPECT_TRUE(b.err());
}

TEST(CancelFunc, that_was_moved_from_does_nothing) {
  auto [ctx, cancel] = live();
  CancelFunc moved = std::move(cancel);

  cancel();
  EXPECT_FALSE(ctx.err());

  moved();
  EXPECT_TRUE(ctx.err());
}

TEST(CancelFunc, cancels_what_it_stood_for_when_it_is_assigned_to) {
  auto [first, cancel] = live();
  auto [second, cancel_second] = live();

  cancel = std::move(cancel_second);

  EXPECT_TRUE(first.err());
  EXPECT_FALSE(second.err());
}

TEST(CancelFunc, survives_self_assignment_and_swap) {
  auto [ctx, cancel] = live();
  CancelFunc& same = cancel;
  CancelFunc empty;

  cancel = std::move(same);
  cancel.swap(empty);
  EXPECT_FALSE(ctx.err());

  empty();
  EXPECT_TRUE(ctx.err());
}

// NOLINTEND(bugprone-use-after-move, clang-diagnostic-self-*)

TEST(BadInput, a_negative_timeout_has_expired) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), -1h);
  EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);

  const auto [least, cancel_least] =
      context::with_timeout(context::background(), Clock::duration::min());
  EXPECT_EQ(least.err(), context::Errc::deadline_exceeded);
}

TEST(BadInput, a_deadline_in_the_past_has_expired) {
  const auto [ctx, cancel] =
      context::with_deadline(context::background(), Clock::time_point::min());
  EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
}

TEST(BadInput, a_timeout_beyond_the_end_of_the_clock_is_none) {
  const context::testing::ManualClock clock;
  const auto [timed, cancel] = context::with_timeout(clock.background(), Clock::duration::max());
  const auto [dated, cancel_dated] =
      context::with_deadline(clock.background(), Clock::time_point::max());

  for (const auto& ctx : {timed, dated}) {
    EXPECT_FALSE(ctx.deadline());
    EXPECT_FALSE(ctx.err());
  }
  EXPECT_EQ(clock.pending_timers(), 0U);
}

TEST(BadInput, a_sleep_of_nothing_or_less_does_not_sleep) {
  const auto [ctx, cancel] = live();
  EXPECT_FALSE(context::sleep_for(ctx, 0ms));
  EXPECT_FALSE(context::sleep_for(ctx, Clock::duration::min()));

  cancel();

  EXPECT_EQ(context::sleep_for(ctx, 0ms), context::Errc::canceled);
}

TEST(BadInput, a_clock_does_not_go_back) {
  context::testing::ManualClock clock;

  EXPECT_THROW(clock.advance(-1ns), std::invalid_argument);
}

TEST(BadInput, a_clock_stops_at_its_end) {
  context::testing::ManualClock clock;
  clock.advance(Clock::duration::max());
  clock.advance(Clock::duration::max());

  EXPECT_EQ(clock.now(), Clock::time_point::max());
}

TEST(Print, roots_give_their_names) {
  EXPECT_EQ(printed(context::background()), "background");
  EXPECT_EQ(printed(context::todo()), "todo");
  EXPECT_EQ(printed(context::testing::ManualClock().background()), "ManualClock.background");
}

TEST(Print, a_chain_shows_its_links_and_what_has_ended) {
  context::testing::ManualClock clock;
  const auto [timed, cancel] = context::with_timeout(clock.background(), 1500ms);
  const auto [ctx, cancel_ctx] = context::with_cancel(context::with_value<Name>(timed, "x"));
  const std::string name(context::detail::type_name<Name>());

  EXPECT_EQ(printed(ctx),
            "ManualClock.background.with_timeout(1.5s left).with_value(" + name + ").with_cancel");
  EXPECT_TRUE(name.ends_with("Name")) << name;

  clock.advance(1500ms);

  EXPECT_EQ(printed(ctx), "ManualClock.background.with_timeout[deadline exceeded].with_value(" +
                              name + ").with_cancel[deadline exceeded]");
  EXPECT_EQ(printed(context::without_cancel(live().ctx)), "background.with_cancel.without_cancel");
}

}  // namespace
