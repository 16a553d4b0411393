#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// Those of `names` that someone who typed `word` may have meant, the nearest first: few letters
/// off, or containing it.
std::vector<std::string> suggestions(std::string_view word, const std::vector<std::string>& names);

}  // namespace kata
