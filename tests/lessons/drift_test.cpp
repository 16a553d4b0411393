#include <cstdio>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lessons/finding.h"
#include "lessons/small_kata.h"

namespace lessons {
namespace {

const std::string lesson = "steps/01-first/README.md";
const std::string mended = "mend it with: lesson-check --write " + lesson;
const std::string edited = "edit the page, then: lesson-check " + lesson;

/// One thing that is changed in a kata in which all is right, and what the check must say to it.
struct Drift {
  std::string file;
  std::string old;
  std::string now;
  std::string place;     // file:line:
  std::string what;      // in the first line of the message
  std::string expected;  // what the message says of it
  std::string found;
  std::string mend;
};

const std::vector<Drift> drifts = {
    // Quoted blocks
    {"steps/01-first/server.h", "int server();", "long server();",
     lesson + ":7:", "no longer what stands in steps/01-first/server.h", "+ long server();",
     "- int server();", mended},
    {"tests/01-first/server_test.cpp", "server(), 2)", "server(), 5)",
     lesson + ":16:", "no longer what stands in", "+   EXPECT_EQ(server(), 5);",
     "-   EXPECT_EQ(server(), 2);", mended},
    {"solutions/01-first/server.cpp", "#include", "// new\n#include",
     lesson + ":79:", "no longer what stands in solutions/01-first/server.cpp", "+ // new",
     "found: nothing", mended},
    {lesson, "  EXPECT_EQ(server(), 2);\n", "", lesson + ":16:", "no longer what stands in",
     "+   EXPECT_EQ(server(), 2);", "found: nothing", mended},
    {"tests/01-first/server_test.cpp", "gives_two", "gives_2",
     lesson + ":16:", "has no part Server.gives_two", "it has Server.gives_2", "", edited},
    {lesson, "from steps/01-first/server.h:", "from steps/01-first/gone.h:", lesson + ":7:",
     "steps/01-first/gone.h does not exist, and this block quotes it", "", "", edited},
    {"solutions/01-first/server.cpp", "return 2;", "return 1 + 1;", lesson + ":65:",
     "no longer in solutions/01-first/server.cpp", "lines of that file", "return 2;", edited},
    // Blocks that don't say what they are
    {lesson, "```cpp lines from solutions/01-first/server.cpp", "```cpp",
     lesson + ":65:", "does not say where it is from", "`from FILE`", "", edited},
    {lesson, "```text sketch", "```text", lesson + ":73:", "does not say where it is from",
     "`printed by ./kata ...`", "", edited},
    {lesson, "```go for comparison", "```go", lesson + ":89:", "does not say where it is from",
     "`for comparison`", "", edited},
    {lesson, "```sh", "```", lesson + ":24:", "does not say where it is from", "names its language",
     "", edited},
    {lesson, "```sh", "```sh quickly", lesson + ":24:", "does not say where it is from",
     "a sh block has no tag", "", edited},
    {lesson, "Count.\n", "Count:\n\n    int x;\n", lesson + ":55:", "indented code block", "", "",
     edited},
    // Compiled code
    {lesson, "return 3;", "broken;", lesson + ":38:", "does not compile and link", "",
     "- error: it is broken", edited},
    {lesson, "steps/01-first/server.cpp: server", "steps/01-first/server.h: server",
     lesson + ":38:", "is not the file that one edits", "", "", edited},
    {lesson, "server.cpp: server", "server.cpp: client", lesson + ":38:", "has no part client", "",
     "", edited},
    {"notes/one.md", "int main() {}", "broken", "notes/one.md:5:", "does not compile", "",
     "- error: it is broken", "edit the page"},
    {"notes/one.md", "nothing()", "1", "notes/one.md:9:", "the page says that it is refused", "",
     "", "edit the page"},
    {"notes/one.md", "nothing()", "broken", "notes/one.md:9:", "refused for another reason",
     "+ no such function", "- error: it is broken", "edit the page"},
    // Outputs
    {lesson, "Expected equality", "Unexpected equality", lesson + ":29:",
     "no longer what is printed: `Unexpected equality, after 12 ms` is no longer printed",
     "+ Expected equality, after 3 ms", "- Unexpected equality, after 12 ms", edited},
    {lesson, "the end of the story", "the middle of the story", lesson + ":29:",
     "no longer what is printed", "+ the end of the story", "- the middle of the story", edited},
    {lesson, "Step 01 is red.", "Step 01 is green.", lesson + ":44:", "no longer what is printed",
     "+ Step 01 is red.", "- Step 01 is green.", mended},
    {lesson, "printed by Server.gives_two with", "printed by Server.gives_one with",
     lesson + ":29:", "there is no test Server.gives_one", "", "", edited},
    {lesson, "```cpp try in steps/01-first/server.cpp: server",
     "```cpp from steps/01-first/server.cpp: server", lesson + ":44:", "there is no try above", "",
     "", edited},
    // Commands
    {lesson, "./kata test 01\n", "./kata tset 01\n", lesson + ":25:", "./kata knows no `tset`",
     "a command that exists", "./kata tset 01", edited},
    {lesson, "./kata test 01\n", "./kata test 7\n", lesson + ":25:", "there is no step 7", "",
     "./kata test 7", edited},
    {lesson, "--preset verify", "--preset verfy", lesson + ":26:", "there is no preset verfy", "",
     "--preset verfy", edited},
    {lesson, "-L step-01", "-L step-77", lesson + ":26:", "there is no step 77", "", "", edited},
    {lesson, "ctest --preset", "ctset --preset", lesson + ":26:", "there is no program ctset", "",
     "", edited},
    {lesson, "ctest --preset verify -L step-01", "git diff steps/03-x/a.cpp",
     lesson + ":26:", "steps/03-x/a.cpp does not exist", "", "", edited},
    {"README.md", "`./kata list`", "`./kata lits`", "README.md:8:", "./kata knows no `lits`", "",
     "", "edit the page"},
    // Prose
    {lesson, "`Server.gives_two` is", "`Server.gives_too_much` is", lesson + ":14:",
     "step 01 has no such test", "Server.gives_two", "Server.gives_too_much", edited},
    {lesson, "`tests/01-first/server_test.cpp`", "`tests/01-first/server_tset.cpp`",
     lesson + ":14:", "this file does not exist", "tests/01-first/server_test.cpp",
     "server_tset.cpp", edited},
    {lesson, "and `server.h`", "and `sever.h`", lesson + ":5:", "no file of this name", "server.h",
     "sever.h", edited},
    {lesson, "as step 02 will", "as step 21 will", lesson + ":59:", "there is no such step",
     "a step up to 20", "step 21", edited},
    {lesson, "Count.\n", "Build `solution-09`.\n", lesson + ":53:", "there is no such target", "",
     "solution-09", edited},
    {lesson, "one.md#the-rules", "two.md#the-rules", lesson + ":5:", "this link goes nowhere",
     "notes/one.md", "../../notes/two.md#the-rules", edited},
    {"notes/one.md", "## The rules", "## The rule",
     lesson + ":5:", "no such heading in notes/one.md", "#the-rule", "#the-rules", edited},
    {lesson, "[the notes](../../notes/one.md#the-rules)", "<a href=\"x\">the notes</a>",
     lesson + ":5:", "a link in HTML", "", "", edited},
    {"README.md", "| [02](steps/02-second/README.md) | two |\n", "",
     "README.md:3:", "the table of steps", "+ 02-second", "found: nothing", "edit the page"},
    // The ritual
    {lesson, "# 01 · The", "# 1. The", lesson + ":1:", "begins with its number and title",
     "# 01 · ", "# 1. The first step", edited},
    {lesson, "## Look again", "## Refactor", lesson + ":71:", "another heading here", "Look again",
     "Refactor", edited},
    {lesson, "## Watch it fail\n", "", lesson + ":47:", "another heading here", "Watch it fail",
     "Make it pass", edited},
    {lesson, "Hint 2: how", "Hint 3: how", lesson + ":56:", "hints are numbered",
     "Hint 2: ", "Hint 3: how", edited},
    {lesson, "<summary>Hint 2: how</summary>", "", lesson + ":62:", "hints are numbered",
     "Hint 2: ", "Hint 3: the line", edited},
    {lesson, "Count.\n", "```text sketch\n1\n2\n3\n4\n```\n", lesson + ":53:", "only the last hint",
     "", "", edited},
    {lesson, "On to `./kata test 02`", "On to `./kata list`",
     lesson + ":93:", "ends with the next command", "`./kata test 02`", "`./kata list`", edited},
    // Files that can't be read
    {lesson, "return 2;\n}\n```\n\n## In Go", "return 2;\n}\n\n## In Go",
     lesson + ":79:", "never closed", "", "", edited},
    {lesson, "\n```\n\nOn to", "\n\nOn to", lesson + ":89:", "never closed", "", "", edited},
    {lesson, "Count.", "Count \xff", lesson + ":53:", "not UTF-8", "", "", edited},
};

bool is_found(const Report& report, const Drift& drift) {
  for (const Finding& finding : report.findings) {
    const std::string text = to_text(finding, "lesson-check");
    const auto has = [&text](const std::string& part) {
      return text.find(part) != std::string::npos;
    };
    if (text.starts_with(drift.place) && has(drift.what) && has(drift.expected) &&
        has(drift.found) && has(drift.mend)) {
      return true;
    }
  }
  return false;
}

std::string told(const Report& report) {
  std::string text;
  for (const Finding& finding : report.findings) text += to_text(finding, "lesson-check");
  return text;
}

TEST(Drift, is_not_seen_where_there_is_none) {
  const SmallKata kata;

  const Report report = kata.check();

  EXPECT_EQ(told(report), "");
  EXPECT_EQ(report.pages, 4);
  EXPECT_EQ(report.blocks, 22);
  EXPECT_EQ(report.checked, 18);  // without two sketches and two comparisons
}

TEST(Drift, is_found_wherever_it_is_planted) {
  std::size_t found = 0;
  for (const Drift& drift : drifts) {
    SmallKata kata;
    kata.replace(drift.file, drift.old, drift.now);

    const Report report = kata.check();

    if (is_found(report, drift)) {
      ++found;
    } else {
      ADD_FAILURE() << "Planted in " << drift.file << ": " << drift.now
                    << "\nwanted: " << drift.place << " " << drift.what << "\ntold:\n"
                    << told(report);
    }
  }
  std::printf("drifts planted: %zu, found: %zu\n", drifts.size(), found);
}

}  // namespace
}  // namespace lessons
