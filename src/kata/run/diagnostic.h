#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace kata {

/// Why a build failed, in a few lines.
struct Diagnostic {
  enum class About : std::uint8_t {
    answer,      // the learner's file does not compile
    other_file,  // one that the learner's file uses, or the tests
    linking,     // something that was declared is nowhere defined
    missing_package,  // the step wants one that the kata else does without
    full_disk,
    read_only_tree,
    clock,         // files that ninja needs are dated in the future
    broken_build,  // anything else that isn't the learner's doing
  };
  About about = About::broken_build;
  std::string text;  // the first error, with its place; paths relative to the root
  int more = 0;      // further errors

  /// Whether the code isn't to blame.
  [[nodiscard]] bool of_environment() const {
    return about != About::answer && about != About::other_file && about != About::linking;
  }
};

/// Finds the first error in what ninja and the compiler (g++ or clang, with any of their linkers)
/// printed: the first in the learner's file `answer` if there is one, else the first of all.
Diagnostic first_diagnostic(std::string_view output, const std::filesystem::path& root,
                            const std::filesystem::path& answer);

}  // namespace kata
