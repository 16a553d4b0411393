#pragma once
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// A handler on which a learner's test is tried.
struct Handler {
  bool right = false;
  std::string name;               // "the empty letter", for tests/NN-name/handlers/.../*.cpp
  std::string what;               // how it differs, or what is wrong with it
  std::string hint;               // of a wrong one: how to catch it, without giving that away
  std::filesystem::path program;  // the learner's test, linked with this handler, or with all
  std::filesystem::path source;
};

/// A learner's test, and the handlers on which it is tried.
struct Trials {
  std::filesystem::path test;  // its source
  std::vector<Handler> handlers;
};

/// Reads the list that CMake leaves beside a grader (see tests/written_test.cmake). Each line has
/// three parts with bars between: `test||SOURCE`, `right|PROGRAM|SOURCE`, `wrong|PROGRAM|SOURCE`.
/// The error is a sentence.
std::expected<Trials, std::string> read_trials(std::string_view list);

/// Reads the comment on top of a handler's source into `handler`: what there is to say about it
/// and, behind "Hint:", the hint that a wrong one must have. False when one of them is missing.
bool read_top_comment(std::string_view source, Handler& handler);

}  // namespace kata
