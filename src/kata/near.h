#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// How many letters one has to add, drop, change, or swap with the next, to get from one to the
/// other.
std::size_t letters_off(std::string_view from, std::string_view to);

/// Those of `names` that someone who typed `word` may have meant, the nearest first: few letters
/// off, or containing it.
std::vector<std::string> near(std::string_view word, const std::vector<std::string>& names);

}  // namespace kata
