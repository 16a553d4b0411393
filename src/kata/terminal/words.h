#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// How many columns `text` takes: UTF-8, with escape sequences taking none, and wide letters two.
std::size_t columns(std::string_view text);

/// `line` in lines of at most `width` columns, broken at spaces; each but the first is indented as
/// the first is. A word that is longer than a line is left whole. 0: as it is.
std::vector<std::string> wrapped(std::string_view line, std::size_t width);

/// Two columns of lines side by side, the left one padded to `width` columns and cut there.
std::string padded(std::string_view text, std::size_t width);

}  // namespace kata
