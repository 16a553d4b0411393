#include "kata/base/suggestions.h"

#include <algorithm>
#include <utility>

namespace kata {
namespace {

/// Of Damerau and Levenshtein: how many letters one has to add, drop, change, or swap with the
/// next, to get from one to the other.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::vector<std::size_t>> off(from.size() + 1,
                                            std::vector<std::size_t>(to.size() + 1));
  for (std::size_t i = 0; i <= from.size(); ++i) off[i][0] = i;
  for (std::size_t j = 0; j <= to.size(); ++j) off[0][j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t changed = off[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      off[i][j] = std::min({changed, off[i - 1][j] + 1, off[i][j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) off[i][j] = std::min(off[i][j], off[i - 2][j - 2] + 1);
    }
  }
  return off[from.size()][to.size()];
}

}  // namespace

std::vector<std::string> suggestions(std::string_view word, const std::vector<std::string>& names) {
  const std::size_t most = std::max<std::size_t>(2, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const std::string& name : names) {
    const std::size_t off = edit_distance(word, name);
    const bool contains = word.size() > 1 && name.find(word) != std::string::npos;
    if (contains || (off <= most && off < word.size())) found.emplace_back(off, name);
  }
  std::ranges::sort(found);

  std::vector<std::string> result;
  result.reserve(found.size());
  for (auto& [off, name] : found) result.push_back(std::move(name));
  return result;
}

}  // namespace kata
