#pragma once
/// What comes due next: all that the timer threads think, without a thread and without a clock. Not
/// for users of the library.

#include <array>
#include <atomic>
#include <cstddef>

#include "context/detail/time_source.h"

namespace context::inline v1::detail {

/// The timers of the real time. Thread-safe, but for one thing: a single thread at a time, the
/// watch, searches and sleeps.
///
/// The watch promises when it is going to look again; who arms a timer that is due before that has
/// to wake it. First it promises to be woken for anything, then it looks: so what is armed after
/// the look finds the promise, and what is armed before is seen.
class Agenda {
 public:
  /// Several queues, so that threads whose timeouts come and go (nearly all are cancelled) do not
  /// stand in line for one lock.
  static constexpr std::size_t queues = 8;

  /// The earliest deadline that a search has seen, and where. A pair: the queue asked once more may
  /// answer with a later one, and others have been passed over by then.
  struct Next {
    Clock::time_point when = Clock::time_point::max();
    TimerQueue* queue = nullptr;
  };

  /// One look at all queues, a queue a step, so that a test can put anything between two of them.
  class Search {
   public:
    explicit Search(Agenda& agenda) noexcept : agenda_(agenda) {
      agenda_.watch_looks_again_at(Clock::time_point::max());
    }

    /// Looks at one queue more; false when all have been looked at.
    bool step() {
      if (looked_at_ == queues) return false;
      TimerQueue& queue = agenda_.queues_[looked_at_++];
      if (const auto when = queue.earliest_deadline(); when < next_.when) next_ = {when, &queue};
      return true;
    }

    [[nodiscard]] Next next() const noexcept { return next_; }

   private:
    Agenda& agenda_;
    std::size_t looked_at_ = 0;
    Next next_;
  };

  Next search() {
    Search search(*this);
    while (search.step()) continue;
    return search.next();
  }

  /// The promise of the watch: time_point::max() is "wake me for anything", min() "I am awake".
  void watch_looks_again_at(Clock::time_point when) noexcept { looks_again_at_ = when; }

  /// True when the watch must be woken for it. May throw std::bad_alloc, and has done nothing then.
  [[nodiscard]] bool arm(DeadlineNode& node, std::size_t queue) {
    node.queue = static_cast<std::uint32_t>(queue);
    const Clock::time_point when = node.deadline;
    queues_[queue].arm(node);
    return when < looks_again_at_.load();
  }

  void disarm(DeadlineNode& node) noexcept { queues_[node.queue].disarm(node); }

  /// Keeps everybody out, around a fork().
  void hold() {
    for (Queue& queue : queues_) queue.hold();
  }
  void let_go() {
    for (Queue& queue : queues_) queue.let_go();
  }

 private:
  /// Each has cache lines of its own.
  struct alignas(128) Queue : TimerQueue {};

  std::array<Queue, queues> queues_;
  std::atomic<Clock::time_point> looks_again_at_{Clock::time_point::max()};
};

}  // namespace context::inline v1::detail
