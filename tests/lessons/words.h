#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lessons {

/// The simple commands of a shell script, each as its words: comments, quotes and continued lines
/// are understood; `&&`, `||`, `;`, `|` and line ends part the commands. Nothing is expanded.
std::vector<std::vector<std::string>> commands_of(std::string_view script);

}  // namespace lessons
