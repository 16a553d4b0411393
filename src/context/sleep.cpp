#include <algorithm>
#include <chrono>
#include <thread>

#include "context/context.h"
#include "context/detail/time_source.h"

namespace context::inline v1 {
namespace {

/// The cause of a sleep that was slept to its end. Nobody outside sees it.
std::error_code slept() noexcept { return {-1, category()}; }

/// How long after its deadline a context is waited for, at the end of a sleep. It may never end:
/// there is no timer thread in a child of fork(), nor when static objects go.
constexpr std::chrono::seconds patience(1);

// Who sleeps has a timed wait of their own on the real clock: no other thread, and no callback that
// takes its time, stands between them and the moment to wake.
std::error_code sleep_in_real_time(const Context& ctx, Clock::time_point when) {
  if (ctx.node() == nullptr || ctx.node()->scope == nullptr) {
    std::this_thread::sleep_until(when);
    return {};
  }
  const Clock::time_point deadline = ctx.deadline().value_or(Clock::time_point::max());
  const bool ends_first = deadline <= when;
  const auto wakes = ends_first ? std::max(when, detail::saturating_add(deadline, patience)) : when;
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
