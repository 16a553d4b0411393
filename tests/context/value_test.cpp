#include <stdexcept>

#include "support.h"

namespace {

struct TraceId {
  using value_type = std::string;
};
struct User {
  using value_type = int;
};
namespace other {
struct User {
  using value_type = int;
};
}  // namespace other

TEST(Value, is_found_in_all_that_is_derived) {
  const auto ctx = context::with_value<TraceId>(context::background(), "105445aa");
  const auto [child, cancel] = context::with_cancel(ctx);
  const auto [timed, cancel_timed] = context::with_timeout(child, 1h);

  for (const auto& each : {ctx, child, timed, context::without_cancel(timed)}) {
    ASSERT_NE(each.value<TraceId>(), nullptr);
    EXPECT_EQ(*each.value<TraceId>(), "105445aa");
  }
}

TEST(Value, that_nobody_put_there_is_null) {
  const auto ctx = context::with_value<TraceId>(context::background(), "x");

  EXPECT_EQ(ctx.value<User>(), nullptr);
  EXPECT_EQ(context::background().value<User>(), nullptr);
  EXPECT_EQ(context::todo().value<User>(), nullptr);
}

TEST(Value, of_the_nearest_ancestor_wins_and_shadows_the_others) {
  const auto outer = context::with_value<User>(context::background(), 1);
  const auto between = context::with_value<TraceId>(outer, "x");
  const auto inner = context::with_value<User>(between, 2);

  EXPECT_EQ(*inner.value<User>(), 2);
  EXPECT_EQ(*between.value<User>(), 1);
  EXPECT_EQ(*outer.value<User>(), 1);
}

TEST(Value, under_a_key_of_the_same_name_elsewhere_is_another_value) {
  const auto ours = context::with_value<User>(context::background(), 1);
  const auto both = context::with_value<other::User>(ours, 2);

  EXPECT_EQ(*both.value<User>(), 1);
  EXPECT_EQ(*both.value<other::User>(), 2);
  EXPECT_EQ(ours.value<other::User>(), nullptr);
}

TEST(Value, is_still_there_after_the_end) {
  const auto [parent, cancel] = live();
  const auto ctx = context::with_value<User>(parent, 1);

  cancel();

  EXPECT_EQ(*ctx.value<User>(), 1);
  EXPECT_EQ(ctx.err(), context::Errc::canceled);
}

TEST(Value, lives_as_long_as_a_context_derived_from_it) {
  const auto value = std::make_shared<int>(1);
  struct Shared {
    using value_type = std::shared_ptr<int>;
  };
  context::Context leaf;
  {
    const auto ctx = context::with_value<Shared>(context::background(), value);
    leaf = context::with_value<User>(ctx, 2);
  }
  EXPECT_EQ(value.use_count(), 2);

  leaf = context::background();

  EXPECT_EQ(value.use_count(), 1);
}

TEST(Value, may_be_of_a_type_that_can_only_be_moved) {
  struct Owner {
    using value_type = std::unique_ptr<int>;
  };
  const auto ctx = context::with_value<Owner>(context::background(), std::make_unique<int>(7));

  EXPECT_EQ(**ctx.value<Owner>(), 7);
}

struct Throws {
  Throws() = default;
  [[noreturn]] Throws(Throws&& /*other*/) { throw std::runtime_error("no move today"); }
};
struct Unlucky {
  using value_type = Throws;
};

TEST(Value, whose_move_throws_leaves_everything_as_it_was) {
  const auto [parent, cancel] = live();
  const auto count = parent.node()->refs.load();

  EXPECT_THROW((void)context::with_value<Unlucky>(parent, Throws()), std::runtime_error);

  EXPECT_EQ(parent.node()->refs.load(), count) << "a share of the parent has leaked";
  EXPECT_EQ(children_of(parent), 0U);
  EXPECT_FALSE(parent.err());
}

TEST(WithoutCancel, has_no_end_no_deadline_and_no_token) {
  context::testing::ManualClock clock;
  const auto [parent, cancel] = context::with_timeout(clock.background(), 5ms);
  const auto ctx = context::without_cancel(parent);

  clock.advance(1h);
  cancel();

  EXPECT_FALSE(ctx.err());
  EXPECT_FALSE(ctx.deadline());
  EXPECT_FALSE(ctx.done().stop_possible());
  EXPECT_FALSE(context::cause(ctx));
}

TEST(WithoutCancel, keeps_the_values_and_the_clock) {
  context::testing::ManualClock clock;
  const auto [parent, cancel] =
      context::with_cancel(context::with_value<TraceId>(clock.background(), "x"));
  const auto ctx = context::without_cancel(parent);
  cancel();

  const auto [timed, cancel_timed] = context::with_timeout(ctx, 5ms);
  EXPECT_FALSE(timed.err());
  clock.advance(5ms);

  EXPECT_EQ(*timed.value<TraceId>(), "x");
  EXPECT_EQ(timed.err(), context::Errc::deadline_exceeded);
}

}  // namespace
