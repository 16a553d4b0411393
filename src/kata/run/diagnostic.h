#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace kata {

/// Why a build failed, in a few lines.
struct Diagnostic {
  enum class About : std::uint8_t {
    answer,           // the learner's file does not compile
    other_file,       // one that the learner's file uses, or the tests
    undefined,        // it compiles, but `symbol` is nowhere defined
    twice,            // it compiles, but `symbol` is defined twice
    endless,          // the compiler was at work on it for so long that it was stopped
    missing_package,  // the step wants one that the kata else does without
    full_disk,
    read_only_tree,
    clock,         // files that ninja needs are dated in the future
    broken_build,  // anything else that isn't the learner's doing
  };
  About about = About::broken_build;
  std::string text = {};    // the first error, with its place; paths relative to the root
  int more = 0;             // further errors
  std::string symbol = {};  // "server(Store&)", as the linker has it
  bool in_vain = false;     // the learner's file names it, with other parameters

  /// Whether the code isn't to blame.
  [[nodiscard]] bool of_environment() const { return about > About::endless; }
};

/// What the compiler would like to be looked at.
struct Warning {
  std::string text;  // the first, with its place
  int more = 0;      // further ones about the same file
};

/// Finds the first error in what ninja and the compiler (g++ or clang, with any of their linkers)
/// printed: the first in the learner's file `answer` if there is one, else the first of all.
Diagnostic first_diagnostic(std::string_view output, const std::filesystem::path& root,
                            const std::filesystem::path& answer);

/// The first warning about the learner's file; none when `output` holds none.
std::optional<Warning> first_warning(std::string_view output, const std::filesystem::path& root,
                                     const std::filesystem::path& answer);

/// Whether `source` names the function that a linker calls `symbol`: then it is there, but not with
/// these parameters.
bool names(std::string_view source, std::string_view symbol);

}  // namespace kata
