/// std::condition_variable_any with done(): notified, stopped and timed out, in every combination.

#include "support.h"

namespace {

/// A moment that is over: what waits until then looks once and goes.
constexpr context::Clock::time_point past;

struct Waiter {
  std::mutex lock;
  std::condition_variable_any changed;
  bool ready = false;
  std::atomic<bool> waits = false;

  /// True when woken by `ready`.
  bool wait(const context::Context& ctx) {
    std::unique_lock guard(lock);
    return changed.wait(guard, ctx.done(), [this] {
      waits = true;
      return ready;
    });
  }

  /// Returns once the waiter has looked, and has let go of the lock to sleep.
  std::unique_lock<std::mutex> locked_while_it_waits() {
    while (!waits) std::this_thread::yield();
    return std::unique_lock(lock);
  }
};

TEST(Wait, ends_with_true_when_notified) {
  Waiter waiter;
  auto [ctx, cancel] = live();
  bool woken = false;
  std::jthread thread([&] { woken = waiter.wait(ctx); });

  {
    const auto guard = waiter.locked_while_it_waits();
    waiter.ready = true;
  }
  waiter.changed.notify_one();
  thread.join();

  EXPECT_TRUE(woken);
}

TEST(Wait, ends_with_false_when_the_context_ends) {
  Waiter waiter;
  auto [ctx, cancel] = live();
  bool woken = true;
  std::jthread thread([&] { woken = waiter.wait(ctx); });

  waiter.locked_while_it_waits().unlock();
  cancel();
  thread.join();

  EXPECT_FALSE(woken);
}

TEST(Wait, ends_with_true_when_ready_and_ended_as_one) {
  Waiter waiter;
  auto [ctx, cancel] = live();
  bool woken = false;
  std::jthread thread([&] { woken = waiter.wait(ctx); });

  {
    const auto guard = waiter.locked_while_it_waits();
    waiter.ready = true;
    cancel();  // true of the predicate does not mean: not cancelled
  }
  thread.join();

  EXPECT_TRUE(woken);
  EXPECT_TRUE(ctx.err());
}

TEST(Wait, does_not_deadlock_when_the_canceller_holds_the_lock_of_the_waiter) {
  Waiter waiter;
  auto [ctx, cancel] = live();
  bool woken = true;
  std::jthread thread([&] { woken = waiter.wait(ctx); });

  {
    const auto guard = waiter.locked_while_it_waits();
    cancel();
  }
  thread.join();

  EXPECT_FALSE(woken);
}

TEST(Wait, does_not_begin_when_the_context_has_ended) {
  Waiter waiter;
  const auto [ctx, cancel] = live();
  cancel();
  EXPECT_FALSE(waiter.wait(ctx));

  waiter.ready = true;
  EXPECT_TRUE(waiter.wait(ctx));
}

TEST(Wait, until_a_moment_that_is_past_looks_once) {
  Waiter waiter;
  const auto [ctx, cancel] = live();
  std::unique_lock guard(waiter.lock);
  const auto look = [&] {
    return waiter.changed.wait_until(guard, ctx.done(), past, [&] { return waiter.ready; });
  };

  EXPECT_FALSE(look());
  waiter.ready = true;
  EXPECT_TRUE(look());
  cancel();
  EXPECT_TRUE(look());
  waiter.ready = false;
  EXPECT_FALSE(look());
}

TEST(Wait, ends_when_the_deadline_of_the_context_comes) {
  context::testing::ManualClock clock;
  Waiter waiter;
  auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
  bool woken = true;
  std::jthread thread([&] { woken = waiter.wait(ctx); });

  waiter.locked_while_it_waits().unlock();
  clock.advance(5ms);
  thread.join();

  EXPECT_FALSE(woken);
  EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
}

}  // namespace
