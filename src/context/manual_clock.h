#pragma once
/// Time for tests: it stands still until the test moves it.
///
///   context::testing::ManualClock clock;
///   auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
///   clock.advance(4ms);
///   EXPECT_FALSE(ctx.err());
///   clock.advance(1ms);
///   EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
///
/// Code under test that sleeps does so on another thread, with context::sleep_for:
///
///   std::jthread store([&] { answer = slow_store.fetch(clock.background()); });
///   clock.wait_for_sleepers(1);  // it sleeps now
///   clock.advance(1ms);          // its sleep is over

#include <chrono>
#include <cstddef>

#include "context/context.h"

namespace context::inline v1::testing {

/// A clock that moves by hand. Deadlines and sleeps of all contexts derived from its background()
/// live on its time; nothing in them waits for the real one.
///
/// Threads: everything may be called from any thread.
/// Lifetime: contexts may outlive the clock; their deadlines then never come due.
class ManualClock {
 public:
  ManualClock();
  ManualClock(const ManualClock&) = delete;
  ManualClock& operator=(const ManualClock&) = delete;

  /// The root of the contexts that live on this clock: never ends, no deadline, no values.
  [[nodiscard]] Context background() const noexcept { return background_; }

  /// Starts at the epoch of context::Clock.
  [[nodiscard]] Clock::time_point now() const;

  /// Moves the clock by `step`, and on the way ends each context whose deadline comes, in the order
  /// of the deadlines (those of the same moment: in the order of derivation). Runs their callbacks
  /// on this thread, with now() standing at the deadline, and returns after the last. What the
  /// callbacks arm is fired, too, if it comes due within the step. Sleepers are woken; their own
  /// code runs on, on their threads, in its own time. A negative step throws
  /// std::invalid_argument: a steady clock does not go back.
  /// Steps add up, also those that two threads make at once, or a callback within another step.
  void advance(Clock::duration step);
  template <detail::OtherDuration Duration>
  void advance(Duration step) {
    advance(detail::clamped(step));
  }

  /// How many calls of sleep_for() sleep now. One whose time has come, or whose context has ended,
  /// counts no more, even before its thread has run.
  [[nodiscard]] std::size_t sleepers() const;

  /// Blocks until `count` or more sleep at the same time.
  void wait_for_sleepers(std::size_t count) const;

  /// How many deadlines and sleeps are still to come. 0 at the end of a test says that no timer was
  /// left behind.
  [[nodiscard]] std::size_t pending_timers() const;

 private:
  Context background_;
};

}  // namespace context::inline v1::testing
