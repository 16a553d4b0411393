/// Callbacks that wait: for a sleeper, for a deadline, for another callback. On the real clock each
/// test here hangs if the library lets one of them stand in the way of another.

#include <latch>

#include "support.h"

namespace {

using context::sleep_for;

/// A thread that sleeps for an hour in a context.
struct Worker {
  explicit Worker(const context::Context& ctx)
      : thread([this, ctx] { result = sleep_for(ctx, 1h); }) {}

  std::error_code result;
  std::jthread thread;
};

TEST(Callback, of_a_cancel_may_join_a_worker_that_sleeps_in_the_context) {
  const auto [ctx, cancel] = live();
  Worker worker(ctx);
  const auto join = context::after_func(ctx, [&] { worker.thread.join(); });

  cancel();

  EXPECT_EQ(worker.result, context::Errc::canceled);
}

TEST(Callback, of_a_cancel_may_join_a_worker_that_sleeps_by_hand) {
  context::testing::ManualClock clock;
  const auto [ctx, cancel] = context::with_cancel(clock.background());
  Worker worker(ctx);
  const auto join = context::after_func(ctx, [&] { worker.thread.join(); });
  clock.wait_for_sleepers(1);

  cancel();

  EXPECT_EQ(worker.result, context::Errc::canceled);
  EXPECT_EQ(clock.sleepers(), 0U);
}

TEST(Callback, of_a_deadline_may_join_a_worker_that_sleeps_in_the_context) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
  Worker worker(ctx);
  std::latch joined(1);
  const auto join = context::after_func(ctx, [&] {
    worker.thread.join();
    joined.count_down();
  });

  joined.wait();

  EXPECT_EQ(worker.result, context::Errc::deadline_exceeded);
}

TEST(Callback, of_a_deadline_may_join_a_worker_that_sleeps_by_hand) {
  context::testing::ManualClock clock;
  const auto [ctx, cancel] = context::with_timeout(clock.background(), 1ms);
  Worker worker(ctx);
  const auto join = context::after_func(ctx, [&] { worker.thread.join(); });
  clock.wait_for_sleepers(1);

  clock.advance(1ms);

  EXPECT_EQ(worker.result, context::Errc::deadline_exceeded);
}

TEST(Callback, of_a_deadline_may_sleep) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
  std::latch slept(1);
  const auto call = context::after_func(ctx, [&] {
    EXPECT_FALSE(sleep_for(context::without_cancel(ctx), 1ms));
    slept.count_down();
  });

  slept.wait();
}

TEST(Callback, of_a_deadline_may_wait_for_a_deadline_of_its_own) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
  std::latch waited(1);
  const auto roll_back = context::after_func(ctx, [&] {
    const auto own = context::with_timeout(context::without_cancel(ctx), 1ms);
    EXPECT_EQ(sleep_for(own.ctx, 1h), context::Errc::deadline_exceeded);
    wait_for_end(own.ctx);
    waited.count_down();
  });

  waited.wait();
}

TEST(Callback, of_a_deadline_that_blocks_delays_no_other_deadline) {
  std::latch all_here(10);
  std::vector<context::Derived> contexts;
  std::vector<context::AfterFunc> calls;
  for (int i = 0; i < 9; ++i) {
    contexts.push_back(context::with_timeout(context::background(), 1ms));
    calls.push_back(context::after_func(contexts.back().ctx, [&] { all_here.arrive_and_wait(); }));
  }

  all_here.arrive_and_wait();

  for (const auto& each : contexts) EXPECT_TRUE(each.ctx.err());
}

TEST(Deadline, of_a_tree_is_not_delayed_by_the_lock_of_another) {
  const auto root = live();
  const auto due = context::with_timeout(root.ctx, 5ms);
  const auto other = context::with_timeout(context::background(), 10ms);
  std::latch held(1);
  std::latch seen(1);
  std::jthread canceller([&] {
    const std::lock_guard busy(root.ctx.node()->scope->tree.lock);
    held.count_down();
    seen.wait();
  });
  held.wait();

  wait_for_end(other.ctx);

  EXPECT_EQ(other.ctx.err(), context::Errc::deadline_exceeded);
  seen.count_down();
  wait_for_end(due.ctx);
}

TEST(SleepFor, on_many_threads_in_one_tree_wakes_each_for_its_own_reason) {
  const auto root = live();
  const auto ends = context::with_cancel(root.ctx);
  std::vector<std::jthread> sleepers;
  for (int i = 0; i < 5; ++i) {
    sleepers.emplace_back([&] { EXPECT_EQ(sleep_for(ends.ctx, 1h), context::Errc::canceled); });
    sleepers.emplace_back([&] { EXPECT_FALSE(sleep_for(root.ctx, 1ms)); });
    sleepers.emplace_back([&] { EXPECT_FALSE(sleep_for(ends.ctx, 1ns)); });
  }
  for (std::size_t i = 1; i < sleepers.size(); i += 3) sleepers[i].join();
  for (std::size_t i = 2; i < sleepers.size(); i += 3) sleepers[i].join();

  ends.cancel();
}

}  // namespace
