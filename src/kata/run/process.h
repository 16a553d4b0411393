#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "context/context.h"

namespace kata {

/// What to run, and how.
struct Command {
  std::vector<std::string> words;        // the program, looked up along PATH, and its arguments
  std::filesystem::path folder;          // where it runs; empty: where we are
  std::vector<std::string> environment;  // "NAME=value"; empty: ours
  std::chrono::milliseconds limit = std::chrono::minutes(10);  // by the wall clock
  std::chrono::milliseconds silence = std::chrono::hours(24);  // that long without any output
  std::function<void(std::string_view)> on_output;             // told of output as it comes
};

/// How a command ended.
enum class End : std::uint8_t {
  exited,       // number: its exit status
  killed,       // number: the signal
  timed_out,    // it outran a limit; it and all that it started are gone
  cancelled,    // the context was; it and all that it started are gone
  not_started,  // number: errno
};

struct Ending {
  End end = End::not_started;
  int number = 0;
  std::string output;  // standard output and error as they came, at most the first MiB

  [[nodiscard]] bool succeeded() const { return end == End::exited && number == 0; }
};

/// Runs `command` in a process group of its own, with no standard input, and blocks until it has
/// ended. When `ctx` is cancelled or the limit is over, the group gets SIGTERM and, after 2 s,
/// SIGKILL. What a command leaves running is killed when the command ends, in whichever session; so
/// is all of it when we are killed (see warden.h). `on_output` is called on the calling thread.
/// Thread-safe.
Ending run(const context::Context& ctx, const Command& command);

/// Our environment as "NAME=value", without the variables whose name begins with one of these.
std::vector<std::string> environment_without(const std::vector<std::string_view>& prefixes);

}  // namespace kata
