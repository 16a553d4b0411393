#include <chrono>
#include <thread>

#include "context/context.h"
#include "context/detail/time_source.h"

namespace context::inline v1 {
namespace {

/// The cause of a sleep that was slept to its end. Nobody outside sees it.
std::error_code slept() noexcept { return {-1, category()}; }

// Who sleeps has a timed wait of their own on the real clock: no other thread, and no callback that
// takes its time, stands between them and the moment to wake.
std::error_code sleep_in_real_time(const Context& ctx, Clock::time_point when) {
  if (ctx.node() == nullptr || ctx.node()->scope == nullptr) {
    std::this_thread::sleep_until(when);
    return {};
  }
  const bool ends_first = ctx.deadline().value_or(Clock::time_point::max()) <= when;
  const Clock::time_point wakes = ends_first ? Clock::time_point::max() : when;
  return ctx.node()->scope->sleep_until(wakes, nullptr) ? std::error_code() : ctx.err();
}

// By another clock a sleep is a derived context with a deadline of its own: whatever ends it ends
// the sleep, and its cause tells which it was.
std::error_code sleep_by(detail::TimeSource& time, const Context& ctx, Clock::time_point when) {
  const auto [alarm, cancel] = with_deadline_cause(ctx, when, slept());
  alarm.node()->scope->sleep_until(Clock::time_point::max(), &time);
  return cause(alarm) == slept() ? std::error_code() : alarm.err();
}

}  // namespace

std::error_code sleep_for(const Context& ctx, Clock::duration duration) {
  if (ctx.err() || duration <= Clock::duration::zero()) return ctx.err();
  const Clock::time_point now = detail::time_of(ctx.node()).now();
  return sleep_until(ctx, detail::saturating_add(now, duration));
}

std::error_code sleep_until(const Context& ctx, Clock::time_point when) {
  if (ctx.err()) return ctx.err();
  detail::TimeSource& time = detail::time_of(ctx.node());
  return &time == &detail::real_time() ? sleep_in_real_time(ctx, when) : sleep_by(time, ctx, when);
}

}  // namespace context::inline v1
