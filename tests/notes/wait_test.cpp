#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "context/context.h"
#include "context/manual_clock.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;

/// Whether a waiter sleeps on when the flag is set just after it has looked and before it sleeps.
bool loses_the_wakeup(World& world, bool under_the_lock) {
  auto& mutex = world.make<std::mutex>();
  auto& changed = world.make<std::condition_variable>();
  auto& over = world.make<std::atomic<bool>>(false);

  world.start("waiter", [&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] {
      const bool seen = over;
      if (!seen) world.wait_for("the waiter goes to sleep");
      return seen;
    });
  });
  world.start("canceller", [&, under_the_lock] {
    std::unique_lock lock(mutex, std::defer_lock);
    if (under_the_lock) lock.lock();
    over = true;
    changed.notify_all();
  });
  world.let("the waiter goes to sleep");

  const bool lost = !world.finished("waiter");
  world.start("rescue", [&] { changed.notify_all(); });
  return lost;
}

TEST(Wait, loses_a_wakeup_that_comes_without_the_lock) {
  explore([](World& world) { EXPECT_TRUE(loses_the_wakeup(world, false)); });
  explore([](World& world) { EXPECT_FALSE(loses_the_wakeup(world, true)); });
}

TEST(Wait, says_true_although_it_is_cancelled) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  std::mutex mutex;
  std::condition_variable_any arrived;
  const bool letter = true;
  cancel();

  std::unique_lock lock(mutex);
  const bool ready = arrived.wait(lock, ctx.done(), [&] { return letter; });

  EXPECT_TRUE(ready);
  EXPECT_EQ(ctx.err(), context::Errc::canceled);
}

template <class ConditionVariable>
concept WaitsWithToken =
    requires(ConditionVariable changed, std::unique_lock<std::mutex> lock, std::stop_token token) {
      changed.wait(lock, token, [] { return true; });
    };

TEST(Wait, with_a_token_is_for_condition_variable_any_alone) {
  EXPECT_FALSE(WaitsWithToken<std::condition_variable>);
  EXPECT_TRUE(WaitsWithToken<std::condition_variable_any>);
}

TEST(Wait, on_a_token_without_a_source_never_ends) {
  std::stop_token token;
  {
    const std::stop_source source;
    token = source.get_token();
  }

  EXPECT_FALSE(token.stop_requested());
  EXPECT_FALSE(token.stop_possible());  // and nobody can any more
}

TEST(Wait, on_a_context_ends_when_nobody_can_cancel_it_any_more) {
  std::stop_token token;
  {
    const auto [ctx, cancel] = context::with_cancel(context::background());
    token = ctx.done();
  }

  EXPECT_TRUE(token.stop_requested());
}

TEST(Wait, by_polling_sleeps_on_when_it_is_over) {
  explore([](World& world) {
    auto& clock = world.make<context::testing::ManualClock>();
    auto& derived = world.make<context::Derived>(context::with_cancel(clock.background()));
    const auto poll = [&, nobodys = clock.background()] {
      while (!derived.ctx.err() && !context::sleep_for(nobodys, 1s)) continue;
    };
    const auto listen = [&] {
      while (!context::sleep_for(derived.ctx, 1s)) continue;
    };
    world.start("poller", poll);
    world.start("listener", listen);

    world.start("canceller", [&] { derived.cancel(); });

    EXPECT_FALSE(world.finished("poller"));
    EXPECT_TRUE(world.finished("listener"));
    world.start("clock", [&] { clock.advance(1s); });
    EXPECT_TRUE(world.finished("poller"));
  });
}

}  // namespace
