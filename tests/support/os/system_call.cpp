#include "support/os/system_call.h"

#include <array>
#include <charconv>

#include <sys/syscall.h>

namespace stage::os {
namespace {

/// Takes the number at the beginning of `text`; 0 if there is none.
template <class Number>
Number take(std::string_view& text, int base) {
  if (text.starts_with(' ')) text.remove_prefix(1);
  if (base == 16 && text.starts_with("0x")) text.remove_prefix(2);
  Number number = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), number, base);
  text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  return number;
}

bool finite(unsigned long milliseconds) { return static_cast<int>(milliseconds) >= 0; }

}  // namespace

bool off_the_processor(std::string_view system_call) {
  return !system_call.empty() && !system_call.starts_with("running");
}

bool writes(std::string_view system_call) {
  const long number = take<long>(system_call, 10);
  return number == SYS_write || number == SYS_writev;
}

std::optional<std::string_view> timed_wait(std::string_view system_call) {
  const long number = take<long>(system_call, 10);
  std::array<unsigned long, 6> argument{};
  for (unsigned long& value : argument) value = take<unsigned long>(system_call, 16);

  switch (number) {
    case SYS_clock_nanosleep:
#ifdef SYS_nanosleep
    case SYS_nanosleep:
#endif
    case SYS_restart_syscall:
      return "a sleep";
    case SYS_futex:
      if (argument[3] == 0) return std::nullopt;
      return "a wait with a timeout";
    case SYS_ppoll:
      if (argument[2] == 0) return std::nullopt;
      return "a poll with a timeout";
    case SYS_pselect6:
      if (argument[4] == 0) return std::nullopt;
      return "a select with a timeout";
    case SYS_epoll_pwait:
#ifdef SYS_epoll_wait
    case SYS_epoll_wait:
#endif
      if (!finite(argument[3])) return std::nullopt;
      return "a poll with a timeout";
#ifdef SYS_poll
    case SYS_poll:
      if (!finite(argument[2])) return std::nullopt;
      return "a poll with a timeout";
#endif
#ifdef SYS_select
    case SYS_select:
      if (argument[4] == 0) return std::nullopt;
      return "a select with a timeout";
#endif
    default:
      return std::nullopt;
  }
}

}  // namespace stage::os
