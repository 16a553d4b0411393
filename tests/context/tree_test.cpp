#include "support.h"

namespace {

struct Name {
  using value_type = std::string;
};

TEST(Background, never_ends) {
  for (const auto& ctx : {context::background(), context::todo()}) {
    EXPECT_FALSE(ctx.err());
    EXPECT_FALSE(ctx.done().stop_possible());
    EXPECT_FALSE(ctx.deadline());
    EXPECT_FALSE(context::cause(ctx));
    EXPECT_EQ(ctx.value<Name>(), nullptr);
  }
}

TEST(WithCancel, is_live_until_it_is_cancelled) {
  const auto [ctx, cancel] = live();
  const std::stop_token token = ctx.done();
  EXPECT_FALSE(ctx.err());
  EXPECT_TRUE(token.stop_possible());
  EXPECT_FALSE(token.stop_requested());

  cancel();

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
  EXPECT_TRUE(token.stop_requested());
}

TEST(WithCancel, gives_the_same_token_each_time) {
  const auto [ctx, cancel] = live();

  EXPECT_EQ(ctx.done(), ctx.done());
}

TEST(WithCancel, ends_child_value_and_grandchild_before_cancel_returns) {
  const auto [parent, cancel] = live();
  const auto [child, cancel_child] = context::with_cancel(parent);
  const auto wrapper = context::with_value<Name>(child, "wrapper");
  const auto [grandchild, cancel_grandchild] = context::with_cancel(wrapper);
  const std::stop_token token = grandchild.done();

  cancel();

  for (const auto& ctx : {parent, child, wrapper, grandchild}) {
    EXPECT_EQ(ctx.err(), context::Errc::canceled);
    EXPECT_TRUE(ctx.done().stop_requested());
  }
  EXPECT_TRUE(token.stop_requested());
}

TEST(WithCancel, ends_a_deadline_child_too_and_leaves_no_timer) {
  const context::testing::ManualClock clock;
  const auto [parent, cancel] = context::with_cancel(clock.background());
  const auto [child, cancel_child] = context::with_timeout(parent, 1h);

  cancel();

  EXPECT_EQ(child.err(), context::Errc::canceled);
  EXPECT_EQ(clock.pending_timers(), 0U);
}

TEST(WithCancel, has_no_children_left_after_its_end) {
  const auto [parent, cancel] = live();
  const auto [child, cancel_child] = context::with_cancel(parent);
  const auto [timed, cancel_timed] = context::with_timeout(parent, 1h);
  EXPECT_EQ(children_of(parent), 2U);

  cancel();

  EXPECT_EQ(children_of(parent), 0U);
}

TEST(WithCancel, bears_ended_children_after_its_end) {
  const auto [parent, cancel] = live();
  cancel(cause_number(7));

  const auto [child, cancel_child] = context::with_cancel(parent);
  const auto [timed, cancel_timed] = context::with_timeout(parent, 1h);

  for (const auto& ctx : {child, timed}) {
    EXPECT_EQ(ctx.err(), context::Errc::canceled);
    EXPECT_EQ(context::cause(ctx), cause_number(7));
    EXPECT_TRUE(ctx.done().stop_requested());
  }
  EXPECT_EQ(children_of(parent), 0U);
}

TEST(WithCancel, leaves_its_parent_and_its_siblings_live) {
  const auto [parent, cancel] = live();
  const auto [child, cancel_child] = context::with_cancel(parent);
  const auto [sibling, cancel_sibling] = context::with_cancel(parent);

  cancel_child();

  EXPECT_FALSE(parent.err());
  EXPECT_FALSE(sibling.err());
}

TEST(WithCancel, unlinks_itself_when_it_finishes_first) {
  const auto [parent, cancel] = live();
  auto [first, cancel_first] = context::with_cancel(parent);
  auto [middle, cancel_middle] = context::with_timeout(parent, 1h);
  auto [last, cancel_last] = context::with_cancel(parent);

  cancel_middle();
  EXPECT_EQ(children_of(parent), 2U);
  cancel_first();
  EXPECT_EQ(children_of(parent), 1U);
  cancel_last();
  EXPECT_EQ(children_of(parent), 0U);

  EXPECT_FALSE(parent.err());
}

TEST(WithCancel, goes_on_below_a_value_whose_own_handle_is_gone) {
  const auto [parent, cancel] = live();
  const auto [child, cancel_child] =
      context::with_cancel(context::with_value<Name>(parent, "nobody holds me"));

  cancel();

  EXPECT_TRUE(child.err());
  EXPECT_EQ(*child.value<Name>(), "nobody holds me");
}

TEST(WithCancel, starts_no_thread) {
  const std::size_t before = threads();

  std::vector<context::Derived> family;
  family.push_back(live());
  for (int i = 0; i < 100; ++i) family.push_back(context::with_cancel(family[0].ctx));
  family[0].cancel();

  EXPECT_EQ(threads(), before);
}

TEST(CancelFunc, cancels_when_it_is_destroyed) {
  context::Context ctx;
  std::stop_token token;
  {
    auto [inner, cancel] = live();
    ctx = inner;
    token = ctx.done();
  }

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
  EXPECT_TRUE(token.stop_requested());
}

TEST(CancelFunc, leaves_a_stopped_token_behind_when_every_handle_is_gone) {
  const std::stop_token token = live().ctx.done();

  EXPECT_TRUE(token.stop_requested());
}

TEST(CancelFunc, may_be_called_again_and_changes_nothing) {
  const auto [ctx, cancel] = live();
  cancel(cause_number(1));

  cancel(cause_number(2));
  cancel();

  EXPECT_EQ(context::cause(ctx), cause_number(1));
}

TEST(Errc, equals_the_portable_conditions) {
  EXPECT_EQ(make_error_code(context::Errc::canceled), std::errc::operation_canceled);
  EXPECT_EQ(make_error_code(context::Errc::deadline_exceeded), std::errc::timed_out);
  EXPECT_NE(make_error_code(context::Errc::canceled), std::errc::timed_out);
}

TEST(Errc, has_the_messages_of_go) {
  EXPECT_EQ(make_error_code(context::Errc::canceled).message(), "context canceled");
  EXPECT_EQ(make_error_code(context::Errc::deadline_exceeded).message(),
            "context deadline exceeded");
  EXPECT_EQ(std::error_code(99, context::category()).message(), "unknown context error");
  EXPECT_STREQ(context::category().name(), "context");
}

}  // namespace
