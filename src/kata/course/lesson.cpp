#include "kata/course/lesson.h"

#include <algorithm>

#include "kata/base/text.h"

namespace kata {
namespace {

/// "<b>Hint 1</b>" as "Hint 1".
std::string without_tags(std::string_view text) {
  std::string result;
  bool in_tag = false;
  for (const char c : text) {
    if (c == '<') in_tag = true;
    if (!in_tag) result += c;
    if (c == '>') in_tag = false;
  }
  return std::string(trimmed(result));
}

Hint hint_of(std::string_view fold) {
  constexpr std::string_view open = "<summary>";
  constexpr std::string_view shut = "</summary>";
  const std::size_t begin = fold.find(open);
  const std::size_t end = fold.find(shut);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
    return {"", std::string(trimmed(fold))};
  }
  const std::string_view title = fold.substr(begin + open.size(), end - begin - open.size());
  return {without_tags(title), std::string(trimmed(fold.substr(end + shut.size())))};
}

bool is_fence(std::string_view line) {
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(begin).starts_with("```") || line.substr(begin).starts_with("~~~");
}

}  // namespace

std::vector<Hint> hints_of(std::string_view markdown) {
  std::vector<Hint> hints;
  std::string fold;
  bool in_fold = false;
  bool in_fence = false;
  for (std::string_view line : lines_of(markdown)) {
    if (is_fence(line)) in_fence = !in_fence;
    if (!in_fence && !in_fold && line.find("<details") != std::string_view::npos) {
      const std::size_t tag = line.find('>', line.find("<details"));
      line.remove_prefix(std::min(tag, line.size() - 1) + 1);
      in_fold = true;
      fold.clear();
    }
    const std::size_t last = in_fence ? std::string_view::npos : line.find("</details>");
    if (in_fold) fold += std::string(line.substr(0, last)) + "\n";
    if (in_fold && last != std::string_view::npos) {
      if (Hint hint = hint_of(fold); hint.title.starts_with("Hint")) hints.push_back(hint);
      in_fold = false;
    }
  }
  return hints;
}

}  // namespace kata
