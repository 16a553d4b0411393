#include "kata/run/report.h"

#include <sstream>

namespace kata {

namespace {

Holds holds_in(const std::string& numbers) {
  Holds holds;
  std::istringstream(numbers) >> holds.tried >> holds.worth_trying;
  return holds;
}

}  // namespace

Report read_report(std::string_view text) {
  Report report;
  while (true) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return report;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);

    if (line == "done") report.done = true;
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) continue;
    const std::string_view what = line.substr(0, space);
    const std::string name(line.substr(space + 1));
    if (what == "run") report.open = name;
    if (what == "pass") report.passed.push_back(name);
    if (what == "fail") report.failed.push_back(name);
    if (what == "skip") report.skipped.push_back(name);
    if (what == "holds") report.holds = holds_in(name);
    if (what != "run") report.open.reset();
  }
}

}  // namespace kata
