#include "kata/commands.h"

#include <algorithm>
#include <tuple>

namespace kata {
namespace {

std::vector<Entry>& known() {
  static std::vector<Entry> entries;
  return entries;
}

}  // namespace

Known::Known(const Entry& entry) { known().push_back(entry); }

std::vector<Entry> entries() {
  std::vector<Entry> result = known();
  std::ranges::sort(result, {},
                    [](const Entry& entry) { return std::tie(entry.group, entry.name); });
  return result;
}

Status run_command(std::string_view name, const Session& session, const Words& words) {
  return std::ranges::find(known(), name, &Entry::name)->run(session, words);
}

}  // namespace kata
