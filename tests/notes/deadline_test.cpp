#include <chrono>
#include <vector>

#include "context/context.h"
#include "context/manual_clock.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::testing::ManualClock;

TEST(Deadline, sent_as_a_date_means_another_time_elsewhere) {
  const std::chrono::sys_seconds now_here = std::chrono::sys_days(2026y / 11 / 21) + 12h;
  const std::chrono::sys_seconds now_there = now_here - 5min;  // that machine's clock is slow
  const auto deadline = now_here + 2s;

  EXPECT_EQ(deadline - now_there, 302s);  // what the other machine makes of it
  EXPECT_FALSE(std::chrono::system_clock::is_steady);
  EXPECT_TRUE(context::Clock::is_steady);
}

TEST(Deadline, of_a_child_cannot_be_later) {
  ManualClock clock;
  const auto [parent, cancel_parent] = context::with_timeout(clock.background(), 1s);
  const auto [child, cancel_child] = context::with_timeout(parent, 1h);

  clock.advance(1s);

  EXPECT_EQ(child.err(), context::Errc::deadline_exceeded);
  EXPECT_EQ(child.deadline(), parent.deadline());
}

TEST(Deadline, that_nobody_cancels_keeps_its_timer) {
  const ManualClock clock;
  std::vector<context::Derived> kept;
  kept.reserve(1000);

  for (int request = 0; request < 1000; ++request) {
    kept.push_back(context::with_timeout(clock.background(), 1h));  // answered after 5 ms
  }
  EXPECT_EQ(clock.pending_timers(), 1000U);

  kept.clear();  // each CancelFunc cancels when it goes
  EXPECT_EQ(clock.pending_timers(), 0U);
}

}  // namespace
