#include "support/os/freeze.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "support/stage.h"

namespace {

using stage::Gate;
using stage::settle;

/// Freezes a thread that is blocked by `wait`, and shows that not even `release` moves it.
void expect_freeze_holds(const std::function<void()>& wait, const std::function<void()>& release) {
  std::atomic<bool> moved = false;
  std::thread blocked([&] {
    wait();
    moved = true;
  });
  EXPECT_EQ(settle(), std::nullopt);
  {
    const stage::os::Freeze freeze(stage::other_threads());
    EXPECT_EQ(settle(), std::nullopt);
    release();
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_FALSE(moved);
  }
  EXPECT_EQ(settle(), std::nullopt);
  EXPECT_TRUE(moved);
  blocked.join();
}

TEST(FreezeTest, holds_a_thread_that_waits_on_a_condition) {
  Gate gate;
  expect_freeze_holds([&] { gate.wait(); }, [&] { gate.open(); });
}

TEST(FreezeTest, holds_a_thread_that_waits_for_a_lock) {
  std::mutex mutex;
  mutex.lock();
  expect_freeze_holds([&] { const std::lock_guard lock(mutex); }, [&] { mutex.unlock(); });
}

TEST(FreezeTest, holds_a_thread_that_waits_on_an_atomic) {
  std::atomic<bool> open = false;
  expect_freeze_holds([&] { open.wait(false); },
                      [&] {
                        open = true;
                        open.notify_all();
                      });
}

TEST(FreezeTest, holds_several_threads_and_can_be_done_again) {
  Gate gate;
  std::atomic<int> moved = 0;
  std::vector<std::thread> blocked;
  for (int i = 0; i < 3; ++i) {
    blocked.emplace_back([&] {
      gate.wait();
      ++moved;
    });
  }
  EXPECT_EQ(settle(), std::nullopt);
  for (int i = 0; i < 3; ++i) {
    const stage::os::Freeze freeze(stage::other_threads());
    EXPECT_EQ(settle(), std::nullopt);
  }
  {
    const stage::os::Freeze freeze(stage::other_threads());
    gate.open();
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_EQ(moved, 0);
  }
  for (std::thread& thread : blocked) thread.join();
  EXPECT_EQ(moved, 3);
}

}  // namespace
