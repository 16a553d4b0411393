"""One thing is changed in a kata in which all is right; the check must say what, where and how to mend
it."""
import pytest

LESSON = "steps/01-first/README.md"
HEADER = "steps/01-first/server.h"
TESTS = "tests/01-first/server_test.cpp"
SOLUTION = "solutions/01-first/server.cpp"
NOTE, README = "notes/one.md", "README.md"
MEND, EDIT = "mend it with: lesson-check --write ", "edit the page, then: lesson-check "

DRIFTS = [  # in a file: what is there, and what is planted; the finding's page, line, end and words
    # Quoted blocks
    (HEADER, "int server();", "long server();", LESSON, 7, MEND,
     "no longer what stands in steps/01-first/server.h", "+ long server();", "- int server();"),
    (TESTS, "server(), 2)", "server(), 5)", LESSON, 16, MEND, "no longer what stands in",
     "+   EXPECT_EQ(server(), 5);", "-   EXPECT_EQ(server(), 2);"),
    (SOLUTION, "#include", "// new\n#include", LESSON, 79, MEND,
     "no longer what stands in solutions/01-first/server.cpp", "+ // new", "found: nothing"),
    (LESSON, "  EXPECT_EQ(server(), 2);\n", "", LESSON, 16, MEND, "no longer what stands in",
     "+   EXPECT_EQ(server(), 2);", "found: nothing"),
    (TESTS, "gives_two", "gives_2", LESSON, 16, EDIT, "has no part Server.gives_two",
     "it has Server.gives_2"),
    (LESSON, "from steps/01-first/server.h:", "from steps/01-first/gone.h:", LESSON, 7, EDIT,
     "steps/01-first/gone.h does not exist, and this block quotes it"),
    (SOLUTION, "return 2;", "return 1 + 1;", LESSON, 65, EDIT,
     "no longer in solutions/01-first/server.cpp", "lines of that file", "return 2;"),
    # Blocks that don't say what they are
    (LESSON, "```cpp lines from solutions/01-first/server.cpp", "```cpp", LESSON, 65, EDIT,
     "does not say where it is from", "`from FILE`"),
    (LESSON, "```text sketch", "```text", LESSON, 73, EDIT, "does not say where it is from",
     "`printed by ./kata ...`"),
    (LESSON, "```go for comparison", "```go", LESSON, 89, EDIT, "does not say where it is from",
     "`for comparison`"),
    (LESSON, "```sh", "```", LESSON, 24, EDIT, "does not say where it is from",
     "names its language"),
    (LESSON, "```sh", "```sh quickly", LESSON, 24, EDIT, "does not say where it is from",
     "a sh block has no tag"),
    (LESSON, "Count.\n", "Count:\n\n    int x;\n", LESSON, 55, EDIT, "indented code block"),
    # Compiled code
    (LESSON, "return 3;", "broken;", LESSON, 38, EDIT, "does not compile and link",
     "- error: it is broken"),
    (LESSON, "steps/01-first/server.cpp: server", "steps/01-first/server.h: server", LESSON, 38,
     EDIT, "is not the file that one edits"),
    (LESSON, "server.cpp: server", "server.cpp: client", LESSON, 38, EDIT, "has no part client"),
    (NOTE, "int main() {}", "broken", NOTE, 5, EDIT, "does not compile", "- error: it is broken"),
    (NOTE, "nothing()", "1", NOTE, 9, EDIT, "the page says that it is refused"),
    (NOTE, "nothing()", "broken", NOTE, 9, EDIT, "refused for another reason", "+ no such function",
     "- error: it is broken"),
    # Outputs
    (LESSON, "Expected equality", "Unexpected equality", LESSON, 29, EDIT,
     "no longer what is printed: `Unexpected equality, after 12 ms` is no longer printed",
     "+ Expected equality, after 3 ms", "- Unexpected equality, after 12 ms"),
    (LESSON, "the end of the story", "the middle of the story", LESSON, 29, EDIT,
     "no longer what is printed", "+ the end of the story", "- the middle of the story"),
    (LESSON, "Step 01 is red.", "Step 01 is green.", LESSON, 44, MEND, "no longer what is printed",
     "+ Step 01 is red.", "- Step 01 is green."),
    (LESSON, "printed by Server.gives_two with", "printed by Server.gives_one with", LESSON, 29,
     EDIT, "there is no test Server.gives_one"),
    (LESSON, "```cpp try in steps/01-first/server.cpp: server",
     "```cpp from steps/01-first/server.cpp: server", LESSON, 44, EDIT, "there is no try above"),
    # Commands
    (LESSON, "./kata test 01\n", "./kata tset 01\n", LESSON, 25, EDIT, "./kata knows no `tset`",
     "a command that exists", "./kata tset 01"),
    (LESSON, "./kata test 01\n", "./kata test 7\n", LESSON, 25, EDIT, "there is no step 7",
     "./kata test 7"),
    (LESSON, "--preset verify", "--preset verfy", LESSON, 26, EDIT, "there is no preset verfy",
     "--preset verfy"),
    (LESSON, "-L step-01", "-L step-77", LESSON, 26, EDIT, "there is no step 77"),
    (LESSON, "ctest --preset", "ctset --preset", LESSON, 26, EDIT, "there is no program ctset"),
    (LESSON, "ctest --preset verify -L step-01", "git diff steps/03-x/a.cpp", LESSON, 26, EDIT,
     "steps/03-x/a.cpp does not exist"),
    (README, "`./kata list`", "`./kata lits`", README, 8, EDIT, "./kata knows no `lits`"),
    # Prose
    (LESSON, "`Server.gives_two` is", "`Server.gives_too_much` is", LESSON, 14, EDIT,
     "step 01 has no such test", "Server.gives_two", "Server.gives_too_much"),
    (LESSON, "`tests/01-first/server_test.cpp`", "`tests/01-first/server_tset.cpp`", LESSON, 14,
     EDIT, "this file does not exist", "tests/01-first/server_test.cpp", "server_tset.cpp"),
    (LESSON, "and `server.h`", "and `sever.h`", LESSON, 5, EDIT, "no file of this name", "server.h",
     "sever.h"),
    (LESSON, "as step 02 will", "as step 21 will", LESSON, 59, EDIT, "there is no such step",
     "a step up to 02", "step 21"),
    (LESSON, "Count.\n", "Build `solution-09`.\n", LESSON, 53, EDIT, "there is no such target",
     "solution-09"),
    (LESSON, "one.md#the-rules", "two.md#the-rules", LESSON, 5, EDIT, "this link goes nowhere",
     "notes/one.md", "../../notes/two.md#the-rules"),
    (NOTE, "## The rules", "## The rule", LESSON, 5, EDIT, "no such heading in notes/one.md",
     "#the-rule", "#the-rules"),
    (LESSON, "[the notes](../../notes/one.md#the-rules)", "<a href=\"x\">the notes</a>", LESSON, 5,
     EDIT, "a link in HTML"),
    (README, "| [02-second](steps/02-second/README.md) | two |\n", "", README, 3, EDIT,
     "the table of steps", "+ 02-second", "found: nothing"),
    # The structure of a lesson
    (LESSON, "# 01 · The", "# 1. The", LESSON, 1, EDIT, "begins with its number and title",
     "# 01 · ", "# 1. The first step"),
    (LESSON, "## Look again", "## Refactor", LESSON, 71, EDIT, "another heading here", "Look again",
     "Refactor"),
    (LESSON, "## Watch it fail\n", "", LESSON, 47, EDIT, "another heading here", "Watch it fail",
     "Make it pass"),
    (LESSON, "Hint 2: how", "Hint 3: how", LESSON, 56, EDIT, "hints are numbered", "Hint 2: ",
     "Hint 3: how"),
    (LESSON, "<summary>Hint 2: how</summary>", "", LESSON, 62, EDIT, "hints are numbered",
     "Hint 2: ", "Hint 3: the line"),
    (LESSON, "Count.\n", "```text sketch\n1\n2\n3\n4\n```\n", LESSON, 53, EDIT,
     "only the last hint"),
    (LESSON, "On to `./kata test 02`", "On to `./kata list`", LESSON, 93, EDIT,
     "ends with the next command", "`./kata test 02`", "`./kata list`"),
    # Files that can't be read
    (LESSON, "return 2;\n}\n```\n\n## In Go", "return 2;\n}\n\n## In Go", LESSON, 79, EDIT,
     "never closed"),
    (LESSON, "\n```\n\nOn to", "\n\nOn to", LESSON, 89, EDIT, "never closed"),
    (LESSON, "Count.", "Count \udcff", LESSON, 53, EDIT, "not UTF-8"),
]


def told(report):
    return [finding.text("lesson-check") for finding in report.findings]


def test_no_drift_is_seen_where_there_is_none(kata):
    report = kata.check()

    assert told(report) == []
    assert (report.pages, report.blocks, report.checked) == (4, 22, 18)


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: f"{drift[2]!r:.30}")
def test_a_drift_is_found_wherever_it_is_planted(kata, drift):
    file, old, now, page, line, end, *words = drift
    kata.plant(file, old, now)

    findings = told(kata.check())

    assert any(text.startswith(f"{page}:{line}: ") and text.endswith(f"{end}{page}\n")
               and all(word in text for word in words) for text in findings), findings
