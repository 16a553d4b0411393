/// Cancels that are nested in each other's callbacks, a few deep and a hundred thousand deep.

#include "support.h"

namespace {

constexpr std::size_t many = 100'000;
constexpr std::size_t few = 99;

/// Contexts each of which cancels the next one from its callback.
struct Dominoes {
  std::vector<context::Derived> contexts;
  std::vector<context::AfterFunc> calls;
  std::vector<bool> fell;
  bool ended_at_once = true;
  bool told_at_once = true;

  Dominoes(const context::Context& parent, std::size_t count) : fell(count) {
    for (std::size_t i = 0; i < count; ++i) contexts.push_back(context::with_cancel(parent));
    for (std::size_t i = 0; i < count; ++i) {
      calls.push_back(context::after_func(contexts[i].ctx, [this, i] { fall(i); }));
    }
  }

  void fall(std::size_t i) {
    fell[i] = true;
    if (++i == contexts.size()) return;
    contexts[i].cancel();
    ended_at_once = ended_at_once && contexts[i].ctx.err();
    told_at_once = told_at_once && fell[i] && contexts[i].ctx.done().stop_requested();
  }

  [[nodiscard]] bool all_fell() const {
    return std::ranges::all_of(fell, [](bool each) { return each; });
  }
};

TEST(NestedCancel, returns_when_its_callbacks_have_run) {
  Dominoes dominoes(context::background(), few);

  dominoes.contexts.front().cancel();

  EXPECT_TRUE(dominoes.all_fell());
  EXPECT_TRUE(dominoes.ended_at_once);
  EXPECT_TRUE(dominoes.told_at_once);
}

TEST(NestedCancel, a_hundred_thousand_deep_ends_all_at_once_and_runs_all_callbacks_in_the_end) {
  Dominoes dominoes(context::background(), many);

  dominoes.contexts.front().cancel();

  EXPECT_TRUE(dominoes.all_fell());
  EXPECT_TRUE(dominoes.ended_at_once);
}

TEST(NestedCancel, of_a_hundred_thousand_siblings_that_end_already_runs_all_callbacks) {
  const auto [parent, cancel] = live();
  Dominoes dominoes(parent, many);

  cancel();

  EXPECT_TRUE(dominoes.all_fell());
}

TEST(NestedCancel, by_a_destructor_is_one_as_well) {
  Dominoes dominoes(context::background(), many);
  std::vector<context::AfterFunc> drops;
  for (auto& each : dominoes.contexts) {
    drops.push_back(context::after_func(each.ctx, [&each] { each.cancel = {}; }));
  }

  dominoes.contexts.front().cancel();

  EXPECT_TRUE(dominoes.all_fell());
}

TEST(NestedCancel, by_deadlines_that_come_within_each_others_callbacks) {
  context::testing::ManualClock clock;
  std::vector<context::Derived> contexts;
  std::vector<context::AfterFunc> calls;
  std::size_t ended = 0;
  for (std::size_t i = 0; i < many / 10; ++i) {
    contexts.push_back(context::with_timeout(clock.background(), 1ms * (i + 1)));
    calls.push_back(context::after_func(contexts.back().ctx, [&ended, i, &contexts] {
      ++ended;
      if (i + 1 < contexts.size()) contexts[i + 1].cancel();
    }));
  }

  clock.advance(1ms);

  EXPECT_EQ(ended, contexts.size());
  EXPECT_EQ(clock.pending_timers(), 0U);
}

}  // namespace
