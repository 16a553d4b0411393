#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace kata {

/// Why a build failed, in a few lines.
struct Complaint {
  enum class About : std::uint8_t {
    answer,       // the learner's file does not compile
    other_file,   // one that the learner's file uses, or the tests
    linking,      // something that was declared is nowhere defined
    environment,  // a full disk, a read-only tree, a broken build folder
  };
  About about = About::environment;
  std::string text;  // the first error, with its place; paths relative to the root
  int more = 0;      // further errors
};

/// Finds the first error in what ninja and the compiler (g++ or clang, with any of their linkers)
/// printed: the first in the learner's file `answer` if there is one, else the first of all.
Complaint first_complaint(std::string_view output, const std::filesystem::path& root,
                          const std::filesystem::path& answer);

}  // namespace kata
