#include "support/story.h"

#include <algorithm>
#include <iomanip>
#include <iterator>
#include <sstream>

#include "support/points/turns.h"
#include "support/shorten.h"

namespace stage {
namespace {

/// Of a longer story only the beginning and the end are printed.
constexpr std::size_t most_lines = 60;
constexpr std::size_t last_lines = 10;
/// And no more of a line that quotes something long.
constexpr std::size_t most_bytes_of_a_line = 300;

}  // namespace

void Story::tell(std::string_view who, std::string_view what, std::string_view remark) {
  points::tell();
  note(who, what, remark);
}

void Story::note(std::string_view who, std::string_view what, std::string_view remark) {
  const std::lock_guard lock(mutex_);
  lines_.emplace_back(std::string(who), shortened(what, most_bytes_of_a_line), std::string(remark));
}

void Story::tell_of_many(std::string_view who, std::string_view long_what) {
  points::tell();
  const std::string what = shortened(long_what, most_bytes_of_a_line);
  const std::lock_guard lock(mutex_);
  auto at = lines_.end();
  while (at != lines_.begin() && std::prev(at)->what == what && std::prev(at)->who > who) --at;
  lines_.insert(at, Line{.who = std::string(who), .what = what, .remark = ""});
}

std::vector<Story::Line> Story::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

std::string Story::text() const { return text_of(lines()); }

std::string text_of(const std::vector<Story::Line>& lines) {
  std::size_t width = 0;
  for (const Story::Line& line : lines) width = std::max(width, line.who.size());
  std::ostringstream out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines.size() > most_lines && i == most_lines - last_lines) {
      out << "     ... " << lines.size() - most_lines << " lines are left out ...\n";
      i = lines.size() - last_lines;
    }
    const Story::Line& line = lines[i];
    out << std::setw(3) << i + 1 << "  " << std::left << std::setw(static_cast<int>(width))
        << line.who << std::right << "  " << line.what;
    if (!line.remark.empty()) out << "        <-- " << line.remark;
    out << '\n';
  }
  return out.str();
}

}  // namespace stage
