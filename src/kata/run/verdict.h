#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "context/context.h"
#include "kata/run/process.h"
#include "kata/run/report.h"

namespace kata {

enum class Kind : std::uint8_t {
  green,         // every test ran to its end and passed
  red,           // every test ran to its end, some failed
  crashed,       // number: the signal
  ended_itself,  // exit() or the like in a test, or a bad exit status after all were green
  timed_out,     // still running when the limit was over
  no_tests,      // nothing was tested
  cancelled,     // the run was called off
  not_started,   // number: errno
};

/// What a run of a step's tests says about the answer.
struct Verdict {
  Kind kind = Kind::not_started;
  std::vector<std::string> passed;  // "Suite.name"
  std::vector<std::string> failed;
  std::vector<std::string> skipped;
  std::optional<std::string> where;  // the test in which a run broke off; none: between tests
  int number = 0;
  std::string output;
  Holds holds = {};
};

/// The verdict on one run, from how its process ended and what it had reported by then. A run that
/// didn't report its end is never green, whatever its exit status.
Verdict verdict_on(const Ending& run, const Report& report);

/// Runs the test program `binary` and blocks until there is a verdict, for at most `limit` and the
/// 2 s that run() gives a stopped program. Variables that steer googletest (GTEST_*) are withheld
/// from it, so that no filter makes it green. If it holds several answers, `answer` is the source
/// of the one to test; `variables` ("NAME=value") are added to its environment. Thread-safe.
Verdict test(const context::Context& ctx, const std::filesystem::path& binary,
             std::chrono::milliseconds limit, const std::vector<std::string>& arguments = {},
             const std::filesystem::path& answer = {},
             const std::vector<std::string>& variables = {});

}  // namespace kata
