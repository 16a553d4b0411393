#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "context/context.h"
#include "context/detail/time_source.h"

namespace context::inline v1 {
namespace {

/// The cause of a sleep that was slept to its end. Nobody outside sees it.
std::error_code slept() noexcept { return {-1, category()}; }

/// One thread that waits to be woken, and the count of those that do.
class Sleeper {
 public:
  explicit Sleeper(detail::TimeSource& time) : time_(time) {}

  void sleep() {
    std::unique_lock guard(lock_);
    if (!awake_) time_.sleepers_changed(+1);
    counted_ = !awake_;
    wakes_.wait(guard, [this] { return awake_; });
  }

  /// The count goes down here, on the waking thread: so a clock that has woken a sleeper never
  /// takes it for one that sleeps still.
  void wake() {
    const std::lock_guard guard(lock_);
    awake_ = true;
    if (counted_) time_.sleepers_changed(-1);
    wakes_.notify_one();
  }

 private:
  detail::TimeSource& time_;
  std::mutex lock_;
  std::condition_variable wakes_;
  bool awake_ = false;
  bool counted_ = false;
};

}  // namespace

std::error_code sleep_for(const Context& ctx, Clock::duration duration) {
  if (ctx.err() || duration <= Clock::duration::zero()) return ctx.err();
  const Clock::time_point now = detail::time_of(ctx.node()).now();
  return sleep_until(ctx, detail::saturating_add(now, duration));
}

// A sleep is a derived context with a deadline of its own: whatever ends it ends the sleep, and its
// cause tells which it was.
std::error_code sleep_until(const Context& ctx, Clock::time_point when) {
  if (ctx.err()) return ctx.err();
  const auto [alarm, cancel] = with_deadline_cause(ctx, when, slept());
  Sleeper sleeper(detail::time_of(ctx.node()));
  const std::stop_callback wake(alarm.done(), [&sleeper] { sleeper.wake(); });
  sleeper.sleep();
  return cause(alarm) == slept() ? std::error_code() : alarm.err();
}

}  // namespace context::inline v1
