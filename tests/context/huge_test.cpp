/// A million nodes, deep and wide, on a stack of 8 MiB (CMakeLists.txt sets the limit).

#include <sstream>

#include "support.h"

namespace {

constexpr std::size_t million = 1'000'000;

struct Link {
  using value_type = int;
};

bool has_ended(const context::Derived& derived) { return derived.ctx.err().value() != 0; }

std::vector<context::CancelFunc> chain(context::Context& leaf) {
  std::vector<context::CancelFunc> cancels;
  while (cancels.size() < million) {
    auto [ctx, cancel] = context::with_cancel(leaf);
    leaf = std::move(ctx);
    cancels.push_back(std::move(cancel));
  }
  return cancels;
}

TEST(Huge, a_chain_of_a_million_is_derived_cancelled_and_released) {
  context::Context leaf;
  auto cancels = chain(leaf);
  const std::stop_token token = leaf.done();

  cancels.front()(cause_number(1));

  EXPECT_EQ(context::cause(leaf), cause_number(1));
  EXPECT_TRUE(token.stop_requested());
  cancels.clear();  // now the leaf alone holds the chain
  leaf = context::background();
}

TEST(Huge, a_chain_of_a_million_is_released_from_the_leaf_while_live) {
  context::Context leaf;
  auto cancels = chain(leaf);
  leaf = context::background();

  while (!cancels.empty()) cancels.pop_back();
}

TEST(Huge, a_chain_of_a_million_values_is_searched_and_released) {
  context::Context leaf;
  for (std::size_t i = 0; i < million; ++i) leaf = context::with_value<Link>(leaf, 1);
  struct Other {
    using value_type = int;
  };

  EXPECT_EQ(leaf.value<Other>(), nullptr);
  std::ostringstream out;
  out << leaf;
  EXPECT_GT(out.str().size(), million);
}

TEST(Huge, a_parent_of_a_million_children_ends_them_all) {
  auto [parent, cancel] = live();
  std::vector<context::Derived> children;
  while (children.size() < million) {
    children.push_back(context::with_cancel(parent));
    if (children.size() % 2 == 0) (void)children.back().ctx.done();
  }

  cancel();

  EXPECT_TRUE(std::ranges::all_of(children, has_ended));
}

TEST(Huge, a_heap_of_two_hundred_thousand_deadlines_fires) {
  context::testing::ManualClock clock;
  std::vector<context::Derived> timed;
  while (timed.size() < million / 5) {
    timed.push_back(
        context::with_timeout(clock.background(), 1us * (timed.size() * 7919 % million + 1)));
  }

  clock.advance(1s);

  EXPECT_TRUE(std::ranges::all_of(timed, has_ended));
  EXPECT_EQ(clock.pending_timers(), 0U);
}

}  // namespace
