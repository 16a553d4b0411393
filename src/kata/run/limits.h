#pragma once
#include <chrono>
#include <expected>
#include <string>

namespace kata {

/// For how long we wait.
struct Limits {
  std::chrono::seconds tests{
      30};  // for answers that spin: those that wait for ever are found at once
  std::chrono::seconds compiler{120};  // without a word
};

/// The usual limits, but for those that KATA_TIME_LIMIT and KATA_BUILD_LIMIT set, in whole seconds.
/// The error is a sentence.
std::expected<Limits, std::string> limits_from_environment();

}  // namespace kata
