#pragma once
/// Durations of any unit, without an overflow on the way to the clock's. context/context.h includes
/// it; not for users of the library.

#include <chrono>
#include <concepts>
#include <ratio>
#include <system_error>
#include <utility>

namespace context::inline v1 {
namespace detail {

/// A duration other than the clock's own that becomes one without a cast: hours, but no double.
template <class Duration>
concept OtherDuration =
    std::convertible_to<Duration, Clock::duration> && !std::same_as<Duration, Clock::duration> &&
    std::integral<typename Duration::rep>;

/// `duration`, or the clock's longest or shortest one where the clock's count can't hold it.
template <OtherDuration Duration>
[[nodiscard]] constexpr Clock::duration clamped(Duration duration) noexcept {
  constexpr auto factor = std::ratio_divide<typename Duration::period, Clock::period>::num;
  if (std::cmp_greater(duration.count(), Clock::duration::max().count() / factor)) {
    return Clock::duration::max();
  }
  if (std::cmp_less(duration.count(), Clock::duration::min().count() / factor)) {
    return Clock::duration::min();
  }
  return duration;
}

}  // namespace detail

template <detail::OtherDuration Duration>
Derived with_timeout(const Context& parent, Duration timeout) {
  return with_timeout(parent, detail::clamped(timeout));
}

template <detail::OtherDuration Duration>
Derived with_timeout_cause(const Context& parent, Duration timeout, std::error_code cause) {
  return with_timeout_cause(parent, detail::clamped(timeout), cause);
}

template <detail::OtherDuration Duration>
Derived with_deadline(const Context& parent, std::chrono::time_point<Clock, Duration> deadline) {
  return with_deadline(parent, Clock::time_point(detail::clamped(deadline.time_since_epoch())));
}

template <detail::OtherDuration Duration>
Derived with_deadline_cause(const Context& parent,
                            std::chrono::time_point<Clock, Duration> deadline,
                            std::error_code cause) {
  const Clock::time_point when(detail::clamped(deadline.time_since_epoch()));
  return with_deadline_cause(parent, when, cause);
}

template <detail::OtherDuration Duration>
std::error_code sleep_for(const Context& ctx, Duration duration) {
  return sleep_for(ctx, detail::clamped(duration));
}

template <detail::OtherDuration Duration>
std::error_code sleep_until(const Context& ctx, std::chrono::time_point<Clock, Duration> when) {
  return sleep_until(ctx, Clock::time_point(detail::clamped(when.time_since_epoch())));
}

}  // namespace context::inline v1
