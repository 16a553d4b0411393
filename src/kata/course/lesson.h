#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kata {

struct Hint {
  std::string title;  // what the fold says while it is shut
  std::string text;
};

/// The folds of a lesson in Markdown (<details><summary>Hint ...</summary> text </details>) whose
/// title begins with "Hint", in their order. What looks like one within a fenced block is none.
std::vector<Hint> hints_of(std::string_view markdown);

}  // namespace kata
