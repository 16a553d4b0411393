#include "lessons/finding.h"

#include <algorithm>
#include <iterator>
#include <span>

#include <fmt/format.h>

#include "lessons/text.h"

namespace lessons {
namespace {

constexpr std::ptrdiff_t most_lines = 12;

/// Up to `most_lines` lines, each behind `mark`.
std::string marked(std::span<const std::string> lines, char mark);

/// What differs: the lines that both texts begin and end with are left away.
std::string difference(const std::string& expected, const std::string& found) {
  const std::vector<std::string> wanted = lines_of(expected);
  const std::vector<std::string> seen = lines_of(found);
  const auto [wanted_begin, seen_begin] =
      std::mismatch(wanted.begin(), wanted.end(), seen.begin(), seen.end());
  const auto [wanted_end, seen_end] =
      std::mismatch(wanted.rbegin(), std::make_reverse_iterator(wanted_begin), seen.rbegin(),
                    std::make_reverse_iterator(seen_begin));

  std::string text;
  if (wanted_begin != wanted.begin()) {
    text += fmt::format("    (the first {} lines are equal)\n", wanted_begin - wanted.begin());
  }
  if (!expected.empty()) text += marked({wanted_begin, wanted_end.base()}, '+');
  text += marked({seen_begin, seen_end.base()}, '-');
  return text;
}

std::string marked(std::span<const std::string> lines, char mark) {
  const std::string_view what = mark == '+' ? "expected" : "found";
  if (lines.empty()) return fmt::format("  {}: nothing\n", what);
  std::string text = fmt::format("  {}:\n", what);
  std::ptrdiff_t left = most_lines;
  for (const std::string& line : lines) {
    if (left-- == 0) return text + fmt::format("  {} (and more)\n", mark);
    text += fmt::format("  {} {}\n", mark, line);
  }
  return text;
}

}  // namespace

std::string to_text(const Finding& finding, const std::string& program) {
  std::string text = fmt::format("{}:{}: {}\n", finding.file, finding.line, finding.what);
  const bool in_lines = finding.expected.find('\n') != std::string::npos ||
                        finding.found.find('\n') != std::string::npos;
  if (in_lines) {
    text += difference(finding.expected, finding.found);
  } else if (!finding.expected.empty() || !finding.found.empty()) {
    text += fmt::format("  expected: {}\n  found:    {}\n", finding.expected,
                        finding.found.empty() ? "nothing" : finding.found);
  }
  if (finding.mend.empty()) {
    text += fmt::format("  edit the page, then: {} {}\n", program, finding.file);
  } else {
    text += fmt::format("  mend it with: {}\n", finding.mend);
  }
  return text;
}

}  // namespace lessons
