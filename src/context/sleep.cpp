#include <chrono>
#include <thread>

#include "context/context.h"
#include "context/detail/time_source.h"

namespace context::inline v1 {
namespace {

/// The cause of a sleep that was slept to its end. Nobody outside sees it.
std::error_code slept() noexcept { return {-1, category()}; }

/// How long after its deadline a context is waited for, at the end of a sleep: on a busy machine
/// the thread that ends it may come late.
constexpr std::chrono::seconds patience(1);

// Who sleeps has a timed wait of their own on the real clock: no other thread, and no callback that
// takes its time, stands between them and the moment to wake.
std::error_code sleep_in_real_time(const Context& ctx, Clock::time_point when) {
  if (ctx.node() == nullptr || ctx.node()->scope == nullptr) {
    std::this_thread::sleep_until(when);
    return {};
  }
  detail::CancelNode& scope = *ctx.node()->scope;
  const bool ends_first = scope.deadline <= when && detail::real_time().is_watched();
  const bool slept = scope.sleep_until(when, nullptr);
  if (!slept) return ctx.err();
  if (!ends_first || !detail::real_time().is_watched()) return {};
  const Clock::time_point latest = detail::saturating_add(scope.deadline, patience);
  return scope.sleep_until(latest, nullptr) ? std::error_code() : ctx.err();
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
