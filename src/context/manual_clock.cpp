#include "context/manual_clock.h"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <ostream>
#include <stdexcept>

#include "context/detail/time_source.h"

namespace context::inline v1::testing {
namespace {

/// The clock and its background in one: the contexts below keep it alive.
class ManualTime final : public detail::Node, public detail::TimeSource {
 public:
  ManualTime() { time = this; }

  void print(std::ostream& out) const override { out << "ManualClock.background"; }

  [[nodiscard]] Clock::time_point now() const override {
    const std::lock_guard guard(lock_);
    return now_;
  }

  // Under the lock of the time, so that the clock can't pass the deadline unseen meanwhile.
  bool arm(detail::DeadlineNode& node) override {
    const std::lock_guard guard(lock_);
    if (node.deadline <= now_) return false;
    timers_.push(node);
    return true;
  }

  void disarm(detail::DeadlineNode& node) noexcept override {
    const std::lock_guard guard(lock_);
    timers_.erase(node);
  }

  /// Moves from one deadline to the next. Each call moves by the whole of its own step, whoever
  /// else moves the clock meanwhile: another thread, or a callback.
  void advance(Clock::duration step) {
    std::unique_lock guard(lock_);
    for (;;) {
      const Clock::time_point next = timers_.earliest_deadline();
      const bool due = next - now_ <= step;
      const Clock::duration way = std::max(due ? next - now_ : step, Clock::duration::zero());
      now_ = detail::saturating_add(now_, way);
      step -= way;
      if (!due) return;
      detail::DeadlineNode* const node = timers_.earliest();
      if (node == nullptr) return;  // the clock stands at its end
      timers_.erase(*node);
      node->retain();  // sound: a node in the heap is live
      guard.unlock();
      node->end_as_due();
      detail::release(node);
      guard.lock();
    }
  }

  [[nodiscard]] bool is_watched() noexcept override { return true; }

  void sleepers_changed(int difference) noexcept override {
    const std::lock_guard guard(lock_);
    sleepers_ += difference;
    sleepers_changed_.notify_all();
  }

  [[nodiscard]] std::size_t sleepers() const {
    const std::lock_guard guard(lock_);
    return static_cast<std::size_t>(sleepers_);
  }

  void wait_for_sleepers(std::size_t count) const {
    std::unique_lock guard(lock_);
    sleepers_changed_.wait(guard, [&] { return static_cast<std::size_t>(sleepers_) >= count; });
  }

  [[nodiscard]] std::size_t pending_timers() const {
    const std::lock_guard guard(lock_);
    return timers_.size();
  }

 private:
  mutable std::mutex lock_;
  detail::TimerHeap timers_;
  Clock::time_point now_;
  int sleepers_ = 0;
  mutable std::condition_variable sleepers_changed_;
};

/// Throws, or ends the program where exceptions are off.
[[noreturn]] void refuse(const char* what) {
#ifdef __cpp_exceptions
  throw std::invalid_argument(what);
#else
  std::fprintf(stderr, "%s\n", what);
  std::abort();
#endif
}

ManualTime& behind(const Context& background) {
  return *static_cast<ManualTime*>(background.node());
}

}  // namespace

ManualClock::ManualClock() : background_(detail::Ref::adopt(new ManualTime)) {}

Clock::time_point ManualClock::now() const { return behind(background_).now(); }

void ManualClock::advance(Clock::duration step) {
  if (step < Clock::duration::zero()) {
    refuse("ManualClock::advance: a steady clock does not go back");
  }
  const Context kept = background_;  // a callback may destroy the clock
  behind(kept).advance(step);
}

std::size_t ManualClock::sleepers() const { return behind(background_).sleepers(); }

void ManualClock::wait_for_sleepers(std::size_t count) const {
  const Context kept = background_;
  behind(kept).wait_for_sleepers(count);
}

std::size_t ManualClock::pending_timers() const { return behind(background_).pending_timers(); }

}  // namespace context::inline v1::testing
