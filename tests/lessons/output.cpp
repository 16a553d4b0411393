#include "lessons/output.h"

#include <algorithm>
#include <map>
#include <regex>
#include <span>

#include <fmt/format.h>

#include "kata/gtest_output.h"
#include "kata/text.h"
#include "lessons/text.h"

namespace lessons {
namespace {

using Lines = std::vector<std::string>;

constexpr std::string_view any_lines = "...";

/// What a test printed, without the blank lines that its story ends with.
std::string without_blank_end(Lines lines) {
  while (!lines.empty() && trimmed(lines.back()).empty()) lines.pop_back();
  return joined(lines);
}

/// The lines as they are compared: the blanks at their ends and at the end of all don't count.
Lines comparable(const Lines& lines) {
  Lines result;
  for (const std::string& line : lines) {
    std::string text = normalised(line);
    text.erase(text.find_last_not_of(' ') + 1);
    result.push_back(std::move(text));
  }
  while (!result.empty() && result.back().empty()) result.pop_back();
  return result;
}

/// The pieces of an excerpt between its `...` lines; the first and last one may be empty.
std::vector<Lines> pieces_of(const Lines& excerpt) {
  std::vector<Lines> pieces(1);
  for (const std::string& line : excerpt) {
    if (trimmed(line) == any_lines) {
      pieces.emplace_back();
    } else {
      pieces.back().push_back(line);
    }
  }
  return pieces;
}

bool matches(const std::vector<Lines>& pieces, const Lines& printed) {
  if (pieces.size() == 1) return pieces.front() == printed;
  auto from = printed.begin();
  const auto left = [&] { return static_cast<std::size_t>(printed.end() - from); };
  if (left() < pieces.front().size()) return false;
  if (!std::equal(pieces.front().begin(), pieces.front().end(), from)) return false;
  from += static_cast<std::ptrdiff_t>(pieces.front().size());
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    const auto found = std::search(from, printed.end(), pieces[i].begin(), pieces[i].end());
    if (found == printed.end() && !pieces[i].empty()) return false;
    from = found + static_cast<std::ptrdiff_t>(pieces[i].size());
  }
  const Lines& last = pieces.back();
  return left() >= last.size() && std::equal(last.rbegin(), last.rend(), printed.rbegin());
}

/// The lines of `printed`, but in the words of `old` where only a duration or the like differs.
Lines keeping_old_words(std::span<const std::string> printed, const Lines& old) {
  std::map<std::string, std::string> words;
  for (const std::string& line : old) words.emplace(normalised(line), line);
  Lines result;
  for (const std::string& line : printed) {
    const auto known = words.find(normalised(line));
    result.push_back(known == words.end() ? line : known->second);
  }
  return result;
}

}  // namespace

std::string without_roots(std::string text, const std::vector<std::string>& roots) {
  for (const std::string& root : roots) text = kata::without(text, root + "/");
  return text;
}

std::string normalised(const std::string& text) {
  static const std::regex duration(R"(\b\d+(\.\d+)?( ?)(ns|us|ms|s|sec)\b)");
  static const std::regex address(R"(\b0x[0-9a-f]{4,}\b)");
  static const std::regex thread_id(R"(\b([Tt]hread|tid) \d{3,}\b)");
  std::string same = std::regex_replace(text, duration, "0$02ms");
  same = std::regex_replace(same, address, "0x...");
  return std::regex_replace(same, thread_id, "$1 1000");
}

bool shows(std::string_view excerpt, std::string_view printed) {
  return matches(pieces_of(comparable(lines_of(excerpt))), comparable(lines_of(printed)));
}

std::expected<std::string, std::string> brought_up_to_date(std::string_view excerpt,
                                                           std::string_view printed) {
  const Lines old = lines_of(excerpt);
  const Lines now = lines_of(printed);
  const std::vector<Lines> pieces = pieces_of(old);
  if (pieces.size() == 1) return joined(keeping_old_words(now, old));

  const Lines wanted = comparable(now);
  Lines result;
  auto from = wanted.begin();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) result.emplace_back(any_lines);
    const Lines piece = comparable(pieces[i]);
    if (piece.empty()) continue;
    const auto begin = i == 0 ? from : std::find(from, wanted.end(), piece.front());
    auto end = wanted.end();
    if (i + 1 < pieces.size() && begin != wanted.end()) {
      end = std::find(begin, wanted.end(), piece.back());
      if (end != wanted.end())
        ++end;
      else
        return std::unexpected(fmt::format("`{}` is no longer printed", pieces[i].back()));
    }
    if (begin == wanted.end()) {
      return std::unexpected(fmt::format("`{}` is no longer printed", pieces[i].front()));
    }
    const std::span<const std::string> lines(now.begin() + (begin - wanted.begin()),
                                             now.begin() + (end - wanted.begin()));
    for (std::string& line : keeping_old_words(lines, pieces[i])) result.push_back(std::move(line));
    from = end;
  }
  return joined(result);
}

std::expected<std::string, std::string> printed_by_test(std::string_view run,
                                                        const std::string& name) {
  if (!kata::was_run(run, name)) return std::unexpected("there is no test " + name);
  return without_blank_end(lines_of(kata::printed_by(run, name)));
}

}  // namespace lessons
