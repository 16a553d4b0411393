#pragma once
/// Where deadlines come due: the real time, or a test's. Not for users of the library.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <system_error>

#include "context/detail/cancel_node.h"
#include "context/detail/timer_heap.h"

namespace context::inline v1::detail {

/// A node with a timer of its own. It is in the heap of its time source exactly while it is live
/// and its deadline is still to come: end() takes it out under the tree's lock.
struct DeadlineNode : CancelNode {
  /// An empty `timeout_cause` means Errc::deadline_exceeded.
  DeadlineNode(Node* above, std::mutex& tree_lock, Clock::time_point when,
               std::error_code timeout_cause) noexcept;

  /// join(), and arms the timer unless the parent has ended. May throw std::bad_alloc, and has
  /// done nothing then.
  void join_and_arm(TimeSource& source_of_time);

  void end_as_due() noexcept { end(Errc::deadline_exceeded, cause_when_due); }

  void print(std::ostream& out) const override;

  const std::error_code cause_when_due;
  std::uint32_t slot = TimerHeap::nowhere;  ///< in the heap; guarded by the queue's lock
  std::uint32_t queue = 0;                  ///< which of the time source's; set by arm()
};

/// A heap of timers with its lock. Thread-safe. The order of locks is: a tree's, then a queue's; so
/// deadlines fire without the lock of their queue.
class TimerQueue {
 public:
  /// True when the node is the earliest now. May throw std::bad_alloc, and has done nothing then.
  bool arm(DeadlineNode& node);

  /// Does nothing when the node is not here.
  void disarm(DeadlineNode& node) noexcept;

  /// Takes out the earliest timer that is due at `now`, with a share of the node; null when none
  /// is. The share is sound: a node in the queue is live.
  DeadlineNode* take_due(Clock::time_point now) noexcept;

  /// Clock::time_point::max() when empty.
  [[nodiscard]] Clock::time_point earliest_deadline() const;
  [[nodiscard]] std::size_t size() const;

 private:
  mutable std::mutex lock_;
  TimerHeap timers_;
};

/// A clock, and the timers that wait for it. Thread-safe.
class TimeSource {
 public:
  TimeSource() = default;
  TimeSource(const TimeSource&) = delete;
  TimeSource& operator=(const TimeSource&) = delete;

  [[nodiscard]] virtual Clock::time_point now() const = 0;

  /// As TimerQueue's.
  virtual void arm(DeadlineNode& node) = 0;
  virtual void disarm(DeadlineNode& node) noexcept = 0;

  /// Called when a sleep_for() begins (+1) and in the moment in which its wake-up is decided (-1).
  virtual void sleepers_changed(int difference) = 0;

 protected:
  ~TimeSource() = default;
};

/// Ends the node and gives back the share. The caller holds no lock.
void fire(DeadlineNode* node) noexcept;

/// The time that `node` (null: the background) lives in.
TimeSource& time_of(const Node* node);

/// The steady clock and its one thread; both start with the first call.
TimeSource& real_time();

/// `when` + `by`, but not beyond the ends of the clock.
Clock::time_point saturating_add(Clock::time_point when, Clock::duration by) noexcept;

}  // namespace context::inline v1::detail
