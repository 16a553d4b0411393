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

  void arm(detail::DeadlineNode& node) override { timers_.arm(node); }
  void disarm(detail::DeadlineNode& node) noexcept override { timers_.disarm(node); }

  void advance(Clock::duration step) {
    const Clock::time_point target = detail::saturating_add(now(), step);
    while (detail::DeadlineNode* const node = timers_.take_due(target)) {
      move_to(node->deadline);
      detail::fire(node);
    }
    move_to(target);
  }

  void sleepers_changed(int difference) override {
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

  [[nodiscard]] std::size_t pending_timers() const { return timers_.size(); }

 private:
  /// Never back: a callback may have advanced the clock further.
  void move_to(Clock::time_point when) {
    const std::lock_guard guard(lock_);
    now_ = std::max(now_, when);
  }

  detail::TimerQueue timers_;
  mutable std::mutex lock_;
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
  behind(background_).advance(step);
}

std::size_t ManualClock::sleepers() const { return behind(background_).sleepers(); }

void ManualClock::wait_for_sleepers(std::size_t count) const {
  behind(background_).wait_for_sleepers(count);
}

std::size_t ManualClock::pending_timers() const { return behind(background_).pending_timers(); }

}  // namespace context::inline v1::testing
