/// merge() under callbacks that misbehave, at great depth, and by many threads.

#include <array>
#include <functional>
#include <latch>
#include <optional>

#include "support.h"

namespace {

using context::merge;
using Callback = std::stop_callback<std::function<void()>>;

TEST(MergeHostile, a_callback_may_cancel_both_and_drop_everything) {
  std::optional first(live());
  std::optional second(live());
  std::optional either(merge(first->ctx, second->ctx));
  const Callback drop(either->done(), [&] {
    first->cancel();
    second->cancel();
    either.reset();
    first.reset();
    second.reset();
  });

  second->cancel();

  EXPECT_FALSE(either);
}

TEST(MergeHostile, a_callback_of_the_second_may_drop_it_before_or_after_its_turn) {
  for (const bool drops_first : {true, false}) {
    const auto [first, cancel_first] = live();
    std::optional second(live());
    std::optional<context::Context> either;
    std::optional<Callback> drop;
    const auto drop_all = [&] {
      either.reset();
      second.reset();
    };
    if (!drops_first) drop.emplace(second->ctx.done(), drop_all);
    either = merge(first, second->ctx);
    const std::stop_token token = either->done();
    if (drops_first) drop.emplace(second->ctx.done(), drop_all);  // libstdc++: the last goes first

    second->cancel(cause_number(1));

    EXPECT_TRUE(token.stop_requested());
    EXPECT_FALSE(first.err());
    EXPECT_EQ(children_of(first), 0U);
  }
}

TEST(MergeHostile, a_callback_may_merge_what_ends) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  const auto either = merge(first, second);
  std::error_code seen;
  const auto call = context::after_func(either, [&] { seen = merge(first, second).err(); });

  cancel_second();

  EXPECT_EQ(seen, context::Errc::canceled);
}

TEST(MergeHostile, the_last_handle_may_go_under_a_lock_that_its_callback_wants) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  std::optional either(merge(first, second));
  std::mutex mutex;
  std::latch runs(1);
  const Callback callback(either->done(), [&] {
    runs.count_down();
    const std::lock_guard wants(mutex);
  });
  std::unique_lock holds(mutex);
  std::jthread canceller([&] { cancel_second(); });
  runs.wait();

  either.reset();  // would never return if it waited for the callback

  holds.unlock();
}

TEST(MergeHostile, a_long_chain_of_firsts_ends_and_goes) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  context::Context chain = first;
  for (int i = 0; i < 100'000; ++i) chain = merge(chain, second);

  cancel_first();

  EXPECT_TRUE(chain.err());
}

TEST(MergeHostile, a_long_chain_of_seconds_ends_and_goes) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  context::Context chain = second;
  for (int i = 0; i < 100'000; ++i) chain = merge(first, chain);
  const std::stop_token token = chain.done();

  cancel_second(cause_number(3));

  EXPECT_EQ(context::cause(chain), cause_number(3));
  EXPECT_TRUE(token.stop_requested());
}

TEST(MergeHostile, a_long_chain_of_seconds_goes_while_live) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  context::Context chain = second;
  for (int i = 0; i < 100'000; ++i) chain = merge(first, chain);

  chain = context::background();

  EXPECT_EQ(children_of(first), 0U);
  EXPECT_EQ(children_of(second), 0U);
}

TEST(MergeHostile, has_ended_before_any_callback_of_the_second_runs) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  context::Context either;
  context::Context third;
  std::vector<std::error_code> seen;
  const auto look = [&] {
    seen.push_back(context::cause(either));
    seen.push_back(context::cause(third));
  };
  const auto before = context::after_func(second, look);
  either = merge(first, second);
  third = merge(context::without_cancel(first), either);
  third = merge(first, third);
  const auto after = context::after_func(second, look);

  cancel_second(cause_number(1));

  EXPECT_EQ(seen, std::vector(4, cause_number(1)));
}

TEST(MergeHostile, a_callback_of_the_second_may_join_a_worker_that_sleeps_in_it) {
  const auto [first, cancel_first] = live();
  const auto [second, cancel_second] = live();
  std::jthread worker([either = merge(first, second)] {
    EXPECT_EQ(context::sleep_for(either, 1h), context::Errc::canceled);
  });
  const auto join = context::after_func(second, [&] { worker.join(); });

  cancel_second();

  EXPECT_FALSE(worker.joinable());
}

TEST(MergeHostile, two_cancellers_leave_the_reason_of_one) {
  for (int round = 0; round < 1000; ++round) {
    const auto first = live();
    const auto second = live();
    const auto either = merge(first.ctx, second.ctx);
    const context::Derived* const both[] = {&first, &second};

    on_threads(2, [&](std::size_t i) { both[i]->cancel(cause_number(static_cast<int>(i) + 1)); });

    const auto cause = context::cause(either);
    ASSERT_TRUE(cause == cause_number(1) || cause == cause_number(2)) << cause;
    ASSERT_TRUE(either.done().stop_requested());
  }
}

TEST(MergeHostile, ends_once_when_both_end_and_it_is_dropped_at_once) {
  for (int round = 0; round < 1000; ++round) {
    std::optional first(live());
    std::optional second(live());
    std::optional either(merge(first->ctx, second->ctx));
    std::atomic<int> calls = 0;
    const Callback count(either->done(), [&] { ++calls; });

    on_threads(3, [&](std::size_t i) {
      if (i == 0) first.reset();
      if (i == 1) second.reset();
      if (i == 2) either.reset();
    });

    ASSERT_EQ(calls, 1);
  }
}

TEST(MergeHostile, any_two_may_be_merged_on_many_threads_while_they_end) {
  Random random;
  for (int round = 0; round < 100; ++round) {
    const std::array roots{live(), context::with_timeout(context::background(), 1ms), live()};
    std::array<std::array<std::size_t, 90>, 3> choices{};
    for (auto& row : choices) {
      for (std::size_t& choice : row) choice = random.below(1000);
    }

    on_threads(roots.size(), [&](std::size_t thread) {
      std::vector<context::Context> mine;
      for (const auto& root : roots) mine.push_back(root.ctx);
      std::vector<context::AfterFunc> calls;
      for (std::size_t i = 0; i < choices[thread].size(); i += 2) {
        const auto& first = mine[choices[thread][i] % mine.size()];
        const auto& second = mine[choices[thread][i + 1] % mine.size()];
        if (i % 6 == 0) calls.push_back(context::after_func(first, [] {}));
        if (i == 60) roots[thread].cancel();
        if (i % 10 == 8) mine.erase(mine.begin() + 3);
        mine.push_back(merge(first, second));
      }
      for (const auto& root : roots) wait_for_end(root.ctx);
    });

    for (const auto& root : roots) EXPECT_EQ(children_of(root.ctx), 0U);
  }
}

}  // namespace
