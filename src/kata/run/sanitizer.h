#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// What a sanitizer found, in the learner's words.
struct Finding {
  std::string what;                 // "data race"
  std::string meaning;              // what that is, and what is done about it
  std::vector<std::string> places;  // "steps/05-name/server.cpp:12", at most two: who, and who else
};

/// The first that ThreadSanitizer, AddressSanitizer or UndefinedBehaviorSanitizer printed; paths
/// become relative to `root`. Of each stack, the place is the innermost in the learner's file
/// `answer`, else in the tree.
std::optional<Finding> first_finding(std::string_view output, const std::filesystem::path& root,
                                     const std::filesystem::path& answer);

}  // namespace kata
