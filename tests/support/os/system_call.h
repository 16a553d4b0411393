#pragma once
#include <optional>
#include <string_view>

/// Reads what /proc tells of the system call that a thread is in: "NUMBER ARGUMENT...", or
/// "running".
namespace stage::os {

/// Whether the thread has left the processor; it is asleep then, or waits for a page.
[[nodiscard]] bool off_the_processor(std::string_view system_call);

/// Whether it writes, and so waits for a reader.
[[nodiscard]] bool writes(std::string_view system_call);

/// What the thread does there, if the call ends by itself when some time has passed.
[[nodiscard]] std::optional<std::string_view> timed_wait(std::string_view system_call);

}  // namespace stage::os
