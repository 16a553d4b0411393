/// merge(): a context that ends with the first of two.

#include <functional>
#include <optional>

#include "support.h"

namespace {

using context::merge;
using context::testing::ManualClock;
using Callback = std::stop_callback<std::function<void()>>;

struct Name {
  using value_type = std::string;
};

TEST(Merge, ends_with_whichever_ends_first_and_for_its_reason) {
  for (const bool first_ends : {true, false}) {
    const auto [first, cancel_first] = live();
    const auto [second, cancel_second] = live();
    const auto either = merge(first, second);
    EXPECT_FALSE(either.err());

    (first_ends ? cancel_first : cancel_second)(cause_number(7));
    (first_ends ? cancel_second : cancel_first)(cause_number(8));

    EXPECT_EQ(either.err(), context::Errc::canceled);
    EXPECT_EQ(context::cause(either), cause_number(7));
  }
}

TEST(Merge, ends_by_the_deadline_of_either) {
  for (const bool first_is_shorter : {true, false}) {
    ManualClock clock;
    const auto cause = cause_number(7);
    const auto [shorter, cancel] = context::with_timeout_cause(clock.background(), 1ms, cause);
    const auto [longer, cancel_longer] = context::with_timeout(clock.background(), 2ms);
    const auto either = first_is_shorter ? merge(shorter, longer) : merge(longer, shorter);
    EXPECT_EQ(either.deadline(), clock.now() + 1ms);

    clock.advance(1ms);

    EXPECT_EQ(either.err(), context::Errc::deadline_exceeded);
    EXPECT_EQ(context::cause(either), cause);
  }
}

TEST(Merge, does_not_tell_a_deadline_of_another_clock_but_ends_with_it) {
  ManualClock clock;
  ManualClock other_clock;
  const auto [first, cancel] = context::with_timeout(clock.background(), 2ms);
  const auto [second, cancel_second] = context::with_timeout(other_clock.background(), 1ms);
  const auto either = merge(first, second);
  EXPECT_EQ(either.deadline(), first.deadline());

  other_clock.advance(1ms);

  EXPECT_EQ(either.err(), context::Errc::deadline_exceeded);
  EXPECT_FALSE(first.err());
}

TEST(Merge, has_the_values_and_the_clock_of_the_first) {
  ManualClock clock;
  const auto [scope, cancel] = live();
  const auto named = context::with_value<Name>(clock.background(), "first");
  const auto either = merge(named, context::with_value<Name>(scope, "second"));
  const auto [child, cancel_child] = context::with_timeout(either, 1ms);

  clock.advance(1ms);

  EXPECT_EQ(*either.value<Name>(), "first");
  EXPECT_EQ(child.err(), context::Errc::deadline_exceeded);
  EXPECT_EQ(merge(scope, named).value<Name>(), nullptr);
}

TEST(Merge, of_a_context_with_itself_or_with_what_never_ends_is_that_context) {
  const auto [ctx, cancel] = live();

  EXPECT_EQ(merge(ctx, ctx), ctx);
  EXPECT_EQ(merge(ctx, context::background()), ctx);
  EXPECT_EQ(merge(ctx, context::without_cancel(ctx)), ctx);
  EXPECT_EQ(merge(context::background(), context::todo()), context::background());
}

TEST(Merge, of_the_background_ends_with_the_second) {
  const auto [ctx, cancel] = live();
  const auto either = merge(context::background(), ctx);

  cancel();

  EXPECT_TRUE(either.err());
}

TEST(Merge, of_an_ended_context_has_ended_and_the_first_has_the_say) {
  const auto [live_one, cancel_live] = live();
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  cancel_second(cause_number(2));
  cancel_first(cause_number(1));

  EXPECT_EQ(context::cause(merge(first, live_one)), cause_number(1));
  EXPECT_EQ(context::cause(merge(live_one, second)), cause_number(2));
  EXPECT_EQ(context::cause(merge(first, second)), cause_number(1));
}

TEST(Merge, of_parent_and_child_ends_with_either) {
  const auto [parent, cancel_parent] = live();
  const auto [child, cancel_child] = context::with_cancel(parent);
  const auto upwards = merge(parent, child);
  const auto downwards = merge(child, parent);

  cancel_child();

  EXPECT_TRUE(upwards.err());
  EXPECT_TRUE(downwards.err());
  EXPECT_FALSE(parent.err());
}

TEST(Merge, ends_neither_of_the_two_when_it_goes) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  const std::stop_token token = merge(first, second).done();

  EXPECT_TRUE(token.stop_requested());
  EXPECT_FALSE(first.err());
  EXPECT_FALSE(second.err());
}

TEST(Merge, delays_no_deadline_below_it_by_the_callbacks_of_the_second) {
  ManualClock clock;
  const auto [second, cancel_second] = context::with_timeout(clock.background(), 1ms);
  const auto either = merge(clock.background(), second);
  const auto [below, cancel] = context::with_timeout(either, 2ms);
  std::error_code then;
  const auto takes_its_time = context::after_func(second, [&clock, &ctx = below, &then] {
    clock.advance(1ms);
    then = ctx.err();
  });
  EXPECT_EQ(below.deadline(), second.deadline());

  clock.advance(1ms);

  EXPECT_EQ(then, context::Errc::deadline_exceeded);
}

TEST(Merge, wakes_a_sleeper_when_the_second_ends) {
  ManualClock clock;
  const auto [second, cancel] = live();
  const auto either = merge(clock.background(), second);
  std::error_code woken_by;
  std::jthread sleeper([&] { woken_by = context::sleep_for(either, 1h); });
  clock.wait_for_sleepers(1);

  cancel();
  sleeper.join();

  EXPECT_EQ(woken_by, context::Errc::canceled);
}

TEST(Merge, prints_both) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  cancel_second();
  std::ostringstream out;
  out << merge(first, second);

  EXPECT_EQ(out.str(),
            "background.with_cancel.with_cancel[canceled].merge(background.with_cancel[canceled])");
}

}  // namespace
