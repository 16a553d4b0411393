#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// `text` without the white space around it.
std::string_view trimmed(std::string_view text);

/// The lines of `text`, without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

/// `text` without any `part`. What a compiler and googletest print becomes relative to the tree's
/// root so.
std::string without(std::string_view text, std::string_view part);

}  // namespace kata
