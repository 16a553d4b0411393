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
  DeadlineNode(Node* above, Tree& its_tree, Clock::time_point when,
               std::error_code timeout_cause) noexcept;

  /// join(), and arms the timer unless the parent has ended. False when the deadline has come
  /// meanwhile: the caller must end the node. May throw as TimeSource::arm(), and has done nothing
  /// then.
  [[nodiscard]] bool join_and_arm(TimeSource& source_of_time);

  void end_as_due() noexcept { end(Errc::deadline_exceeded, cause_when_due); }
  [[nodiscard]] Told mark_as_due() noexcept {
    return mark(Errc::deadline_exceeded, cause_when_due);
  }

  void print(std::ostream& out) const override;

  const std::error_code cause_when_due;
  std::uint32_t slot = TimerHeap::nowhere;  ///< in the heap; guarded by the queue's lock
  std::uint32_t queue = 0;                  ///< which of the time source's; set by arm()
};

/// A heap of timers with its lock. Thread-safe. The order of locks is: a tree's, then a queue's; so
/// deadlines fire without the lock of their queue.
class TimerQueue {
 public:
  /// May throw std::bad_alloc, and has done nothing then.
  void arm(DeadlineNode& node);

  /// Does nothing when the node is not here.
  void disarm(DeadlineNode& node) noexcept;

  /// Takes out the earliest timer that is due at `now`, with a share of the node; null when none
  /// is. The share is sound: a node in the queue is live.
  DeadlineNode* take_due(Clock::time_point now) noexcept;

  /// Clock::time_point::max() when empty.
  [[nodiscard]] Clock::time_point earliest_deadline() const;

  /// Keeps everybody out, around a fork().
  void hold() { lock_.lock(); }
  void let_go() { lock_.unlock(); }

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

  /// False when the deadline has come already: nothing is armed then. May throw std::bad_alloc, and
  /// std::system_error if there is no thread to wait for it; has done nothing then. Called under
  /// the lock of the node's tree, as the next two.
  [[nodiscard]] virtual bool arm(DeadlineNode& node) = 0;
  /// Does nothing when the node is not armed.
  virtual void disarm(DeadlineNode& node) noexcept = 0;

  /// True when what is armed will fire; makes sure that there is somebody to do it.
  [[nodiscard]] virtual bool is_watched() noexcept = 0;

  /// Called when a thread begins to sleep (+1) and in the moment in which it is woken (-1).
  virtual void sleepers_changed(int difference) noexcept = 0;

 protected:
  ~TimeSource() = default;
};

/// The time that `node` (null: the background) lives in.
TimeSource& time_of(const Node* node);

/// The steady clock; its threads start with the first deadline.
TimeSource& real_time();

/// `when` + `by`, but not beyond the ends of the clock.
Clock::time_point saturating_add(Clock::time_point when, Clock::duration by) noexcept;

}  // namespace context::inline v1::detail
