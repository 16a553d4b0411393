#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "context/context.h"
#include "notes/owned_mutex.h"
#include "support/stage.h"

namespace {

using Callback = std::stop_callback<std::function<void()>>;

context::Derived live() { return context::with_cancel(context::background()); }

TEST(Callback, runs_on_the_thread_that_cancels) {
  const auto [ctx, cancel] = live();
  std::thread::id ran_on;
  const std::stop_callback note(ctx.done(), [&] { ran_on = std::this_thread::get_id(); });

  std::jthread canceller([&] { cancel(); });
  const std::thread::id thread_of_the_canceller = canceller.get_id();
  canceller.join();

  EXPECT_EQ(ran_on, thread_of_the_canceller);
}

TEST(Callback, runs_in_its_own_constructor_when_it_comes_late) {
  const auto [ctx, cancel] = live();
  cancel();
  OwnedMutex mutex;
  bool under_our_lock = false;

  const std::lock_guard lock(mutex);
  const std::stop_callback wake(ctx.done(), [&] { under_our_lock = mutex.is_mine(); });

  EXPECT_TRUE(under_our_lock);  // a callback that locks it would wait for ever
}

TEST(Callback, ends_the_program_when_it_throws) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto [ctx, cancel] = live();
  const std::stop_callback fail(ctx.done(), [] { throw std::runtime_error("no space left"); });

  EXPECT_DEATH(
      {
        try {
          cancel();
        } catch (const std::runtime_error&) {  // in vain
        }
      },
      "no space left");
}

TEST(Callback, comes_in_no_promised_order) {
  const auto [ctx, cancel] = live();
  std::vector<std::string> calls;
  const std::stop_callback first(ctx.done(), [&] { calls.emplace_back("flush"); });
  const std::stop_callback second(ctx.done(), [&] { calls.emplace_back("close"); });

  cancel();

#ifdef __GLIBCXX__
  EXPECT_THAT(calls, testing::ElementsAre("close", "flush"));  // as it happens
#else
  EXPECT_THAT(calls, testing::UnorderedElementsAre("close", "flush"));
#endif
}

TEST(Callback, runs_under_the_locks_of_whoever_cancels) {
  const auto [ctx, cancel] = live();
  OwnedMutex mutex;
  bool under_the_cancellers_lock = false;
  const std::stop_callback wake(ctx.done(), [&] { under_the_cancellers_lock = mutex.is_mine(); });

  {
    const std::lock_guard lock(mutex);
    cancel();
  }

  EXPECT_TRUE(under_the_cancellers_lock);  // a callback that locks it would wait for ever
}

TEST(Callback, is_waited_for_by_whoever_destroys_it) {
  explore([](World& world) {
    auto& derived = world.make<context::Derived>(live());
    auto& mutex = world.make<std::mutex>();
    auto& has_to_wait = world.make<bool>(false);
    auto& callback = world.make<std::optional<Callback>>();
    callback.emplace(derived.ctx.done(), [&] {
      world.wait_for("the callback wants the lock");
      has_to_wait = !mutex.try_lock();
      if (!has_to_wait) mutex.unlock();
    });

    world.start("canceller", [&] { derived.cancel(); });
    world.start("owner", [&] {
      const std::lock_guard lock(mutex);
      callback.reset();  // waits for the callback
    });
    world.let("the callback wants the lock");

    EXPECT_TRUE(has_to_wait);  // with lock(), each would wait for the other
  });
}

TEST(Callback, outlives_the_local_that_it_refers_to) {
  const auto [ctx, cancel] = live();
  std::optional<Callback> callback;  // a member of something, say
  bool buffer_was_gone = false;
  {
    const auto buffer = std::make_shared<std::string>("hello");
    callback.emplace(ctx.done(), [&buffer_was_gone, weak = std::weak_ptr(buffer)] {
      buffer_was_gone = weak.expired();  // a reference could not even ask
    });
  }

  cancel();

  EXPECT_TRUE(buffer_was_gone);
}

TEST(Callback, may_be_running_when_stop_says_false) {
  explore([](World& world) {
    auto& derived = world.make<context::Derived>(live());
    auto& callback = world.make<context::AfterFunc>(
        context::after_func(derived.ctx, [&] { world.wait_for("the callback returns"); }));

    world.start("canceller", [&] { derived.cancel(); });

    EXPECT_FALSE(callback.stop());
    EXPECT_FALSE(world.finished("canceller"));  // it is in the middle of it
  });
}

}  // namespace
