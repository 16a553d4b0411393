#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kata/base/files.h"
#include "kata/base/text.h"
#include "kata/commands.h"

/// The rooms of src/kata: which way the arrows run, by the table in its README.
namespace kata {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

const fs::path house = fs::path(KATA_SOURCE) / "src/kata";

/// "base, course" as a set.
std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> result;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (const auto word = trimmed(text.substr(0, comma)); !word.empty()) result.emplace(word);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return result;
}

/// The rows of the table: what each room may include.
std::map<std::string, std::set<std::string>> allowed() {
  std::map<std::string, std::set<std::string>> result;
  const std::string page = read_file(house / "README.md").value_or("");
  for (const std::string_view line : lines_of(page)) {
    if (!line.starts_with("| [")) continue;
    const std::string room(line.substr(3, line.find(']') - 3));
    const std::size_t last = line.rfind('|', line.size() - 2);
    result[room] = words_of(line.substr(last + 1, line.size() - last - 2));
  }
  return result;
}

/// The rooms that a file includes something of, its own aside.
std::set<std::string> included_by(const fs::path& file, const std::string& own) {
  constexpr std::string_view begin = "#include \"kata/";
  std::set<std::string> result;
  const std::string text = read_file(file).value_or("");
  for (const std::string_view line : lines_of(text)) {
    if (!line.starts_with(begin)) continue;
    const std::string_view path = line.substr(begin.size());
    const std::size_t slash = path.find('/');
    result.emplace(slash == std::string_view::npos ? "commands" : path.substr(0, slash));
  }
  result.erase(own);
  return result;
}

TEST(Rooms, include_only_what_their_table_allows) {
  for (const auto& [room, may] : allowed()) {
    for (const auto& entry : fs::directory_iterator(house / room)) {
      if (may.contains("all")) continue;
      for (const std::string& other : included_by(entry.path(), room)) {
        EXPECT_THAT(may, Contains(other)) << entry.path() << " reaches into " << other;
      }
    }
  }
}

TEST(Rooms, are_all_in_the_table) {
  const auto rows = allowed();

  for (const auto& entry : fs::directory_iterator(house)) {
    if (!entry.is_directory()) continue;
    EXPECT_TRUE(rows.contains(entry.path().filename().string())) << entry.path();
  }
}

TEST(Commands, are_those_that_have_a_file) {
  std::set<std::string> known;
  for (const Entry& entry : entries()) {
    known.insert(entry.name.empty() ? "show" : std::string(entry.name));
    EXPECT_TRUE(entry.group == Group::bare || !entry.does.empty()) << entry.name;
  }
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(house / "commands")) {
    if (entry.path().extension() == ".cpp") files.insert(entry.path().stem().string());
  }

  EXPECT_EQ(known, files);
  EXPECT_THAT(known, Not(IsEmpty()));
}

}  // namespace
}  // namespace kata
