"""One thing is changed in a kata in which all is right: the check must say what and where, and how
to mend it."""
import pytest

from blocks import LeftOut
from small_kata import CannedBench

LESSON = "steps/01-first/README.md"
HEADER = "steps/01-first/server.h"
TESTS = "tests/01-first/server_test.cpp"
SOLUTION = "solutions/01-first/server.cpp"
NOTE, README = "notes/one.md", "README.md"
FOLD, SKETCH = "<details>\n<summary>", "</summary>\n\n```text sketch\n1\n```\n</details>\n"
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
    (LESSON, "ctest --preset verify -L step-01", "diff steps/03-x/a.cpp", LESSON, 26, EDIT,
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
    (LESSON, "<details>\n<summary>Hint 3", "<summary>Hint 3", LESSON, 62, EDIT, "folded away, once",
     "without it"),
    (LESSON, "</details>\n\n<details>\n<summary>Hint 2", "<details>\n<summary>Hint 2", LESSON, 54,
     EDIT, "folded away, once", "a fold in a fold"),
    (LESSON, "```text sketch\n1 -> 2\n```\n", f"{FOLD}Hint 4: too late{SKETCH}", LESSON, 73, EDIT,
     "hints belong to another section", "Make it pass", "Look again"),
    (LESSON, "```text sketch\n1 -> 2\n```\n", f"{FOLD}{SKETCH}", LESSON, 73, EDIT,
     "hints are numbered"),
    (LESSON, "Count.\n", f"Count.\n</details>\n\n{FOLD}A wrong answer{SKETCH}\n<details>\n", LESSON,
     56, EDIT, "hints are numbered", "Hint 2: ", "A wrong answer"),
    (LESSON, "On to `./kata test 02`", "On to `./kata list`", LESSON, 93, EDIT,
     "ends with the next command", "`./kata test 02`", "`./kata list`"),
    # Files that can't be read
    (LESSON, "return 2;\n}\n```\n\n## In Go", "return 2;\n}\n\n## In Go", LESSON, 79, EDIT,
     "never closed"),
    (LESSON, "\n```\n\nOn to", "\n\nOn to", LESSON, 89, EDIT, "never closed"),
    (LESSON, "Count.", "Count \udcff", LESSON, 53, EDIT, "not UTF-8"),
    # Carriage returns, tabs, fences in fences, and other ways to hide something
    (LESSON, "Count.\n", "Count.\r\n", LESSON, 53, EDIT, "carriage return"),
    (SOLUTION, "  return 2;", "\treturn 2;", LESSON, 79, MEND, "+ \treturn 2;"),
    (LESSON, "Count.\n", "````text sketch\n```cpp from gone.h\n````\n\nThe `gone.h`.\n",
     LESSON, 57, EDIT, "no file of this name"),
    (LESSON, "Count.\n", "- x\n\n  ```cpp from steps/01-first/server.h: server\n  int x;\n  ```\n",
     LESSON, 55, EDIT, "no longer what stands in", "in a list or a quotation"),
    (LESSON, "Count.\n", "> ```text printed by Server.gone\n> x\n> ```\n", LESSON, 53, EDIT,
     "there is no test Server.gone"),
    (LESSON, "Count.\n", "> ```text sketch\n> x\n\nCount.\n", LESSON, 53, EDIT, "never closed"),
    (SOLUTION, "  return 2;", "  <!-- return 2; -->", LESSON, 79, MEND, "+   <!-- return 2; -->"),
    (LESSON, "Count.\n", "Count <!-- [that](gone.h) --> [this](gone.md).\n", LESSON, 53, EDIT,
     "this link goes nowhere"),
    (LESSON, "```text sketch", "```text sketch printed by Server.gives_two", LESSON, 73, EDIT,
     "does not say where it is from"),
    (LESSON, "```text sketch", "```text sketch for comparison", LESSON, 73, EDIT,
     "does not say where it is from"),
    (LESSON, "```text sketch", "~~~text sketch", LESSON, 73, EDIT, "never closed"),
    (LESSON, "```text sketch\n1 -> 2\n", "```mermaid\nflowchart TD\n  1 -> 2\n", LESSON, 73, EDIT,
     "none of a diagram", "1 -> 2"),
    (LESSON, "```sh\n./kata test 01\n", "```sh\n./kata test 01; ./kata tets 01\n", LESSON, 25, EDIT,
     "knows no `tets`"),
    (LESSON, "```sh\n./kata test 01\n", "```sh\n./kata 'test 01\n", LESSON, 24, EDIT,
     "no command of a shell"),
    (LESSON, "cpp from solutions/01-first/server.cpp", "cpp from solutions/01-first", LESSON, 79,
     EDIT, "can't read solutions/01-first"),
    (LESSON, "cpp from solutions/01-first/server.cpp", "cpp from ../x/server.cpp", LESSON, 79, EDIT,
     "../x/server.cpp does not exist"),
    (LESSON, "int server() {\n  return 2;\n```\n</", "return 2;\nint server() {\n```\n</", LESSON, 65,
     EDIT, "no longer in solutions/01-first/server.cpp", "int server() {"),
    (TESTS, "TEST(Server, gives_two) {", "#if 0\n#endif\nTEST(Server,\n     gives_two) {", LESSON,
     16, MEND, "gives_two) {"),
    (LESSON, "[the notes]", "![the notes](gone.png) [the notes]", LESSON, 5, EDIT, "goes nowhere"),
    (LESSON, "See [the notes](../../notes/one.md#the-rules)", "See [it][n]\n\n[n]: ../two.md\n",
     LESSON, 5, EDIT, "goes nowhere", "../two.md"),
    (README, "[02-second](steps/02", "[02-secnod](steps/02", README, 6, EDIT, "name of its folder"),
    (README, "| [02-second]", "| [02-second](steps/01-first/README.md) |\n| [02-second]", README,
     3, EDIT, "the table of steps"),
    (NOTE, "## The rules\n", "## The rules\n\n| What | Where | Lines at most |\n|---|---|---|\n"
     "| Starter | `steps/*/*.cpp` | 4 |\n", NOTE, 7, EDIT, "is longer than it may be", "at most"),
    (NOTE, "## The rules\n", "## The rules\n\n| What | Where | Lines at most |\n|---|---|---|\n"
     "| Starter | `step/*/*.cpp` | 4 |\n", NOTE, 7, EDIT, "this limit is for no file"),
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


@pytest.mark.parametrize("file, old, now", [
    (LESSON, "```text sketch\n1 -> 2\n```\n", f"{FOLD}A wrong answer{SKETCH}"),
    (LESSON, "Count.\n", "Count.\n\n<!-- `gone.h` and step 99 -->\n"),
    (LESSON, "Count.\n", "Count `` `gone` `` and `a.h b.h`.\n"),
    (LESSON, "1 -> 2\n", "see [this](gone.md), `gone.h`, step 99, <a href='x'>\n"),
    (LESSON, "1 -> 2\n", "    ~~~\n\t1 -> 2\n"),
    (LESSON, "```sh\n", "```sh\n# ./kata tset 01, and don't\n"),
    (LESSON, "func server()", "func broken()"),
    (NOTE, "# Notes\n", "# Notes\n\nSee https://example.org/gone.md and <https://example.org>.\n"),
    (NOTE, "# Notes\n", "# Notes\n\n\tint in_a_paragraph;\n".replace("\n\n\t", "\nx\n\t")),
])
def test_what_is_no_drift_is_left_alone(kata, file, old, now):
    kata.plant(file, old, now)

    assert told(kata.check()) == []


def test_of_a_step_that_lacks_a_package_what_it_prints_is_not_checked(kata, monkeypatch):
    def left_out(*_words):
        raise LeftOut("Step 02-second is left out: this machine lacks the package libneeded-dev.")

    monkeypatch.setattr(CannedBench, "tests", left_out)
    kata.plant(LESSON, "Count.\n", "Count.\n\n[gone](gone.md)\n")

    report = kata.check()

    assert len(report.findings) == 1 and "goes nowhere" in told(report)[0]
    assert 0 < report.checked < 18


def test_a_page_that_is_renamed_is_missed_by_those_that_link_to_it(kata):
    (kata.root / "notes/one.md").rename(kata.root / "notes/two.md")

    places = [(finding.file, finding.line) for finding in kata.check().findings]

    assert places == [(LESSON, 5), (LESSON.replace("01-first", "02-second"), 5)]


def test_an_empty_lesson_has_no_title_no_headings_and_no_hints(kata):
    kata.write(LESSON, "")

    assert [finding.line for finding in kata.check().findings] == [1, 1, 1]


def test_a_page_behind_a_symbolic_link_is_mended_where_it_lies(kata):
    (kata.root / LESSON).rename(kata.root / "lesson.md")
    (kata.root / LESSON).symlink_to("../../lesson.md")
    before = kata.read("lesson.md")
    kata.plant("lesson.md", "Step 01 is red.", "Step 01 is green.")

    kata.check(write=True)

    assert (kata.root / LESSON).is_symlink()
    assert kata.read("lesson.md") == before


def test_a_source_with_carriage_returns_is_not_written_into_a_page(kata):
    kata.plant(SOLUTION, "  return 2;\n", "  return 2;\r\n")
    before = kata.read(LESSON)

    report = kata.check(write=True)

    assert "carriage returns" in told(report)[0]
    assert kata.read(LESSON) == before


HEADER_TEXT = "#pragma once\n/// Asks:\n///\n///   if (ctx.err())\n///     return;\nint x;\n"
EXAMPLE = "void f() {\n  // example of context/errc.h\n  if (ctx.err())\n    return;\n  // end\n}\n"


@pytest.mark.parametrize("header, test, place", [
    (HEADER_TEXT, EXAMPLE, None),
    (HEADER_TEXT.replace("return", "break"), EXAMPLE, "src/context/errc.h:4: this example is no "),
    (HEADER_TEXT, "", "src/context/errc.h:4: this example is in no test"),
    (HEADER_TEXT, EXAMPLE.replace("// end", ""), "src/context/errc.h:4: this example is in no test"),
    ("#pragma once\n", EXAMPLE, "tests/a.cpp:2: src/context/errc.h has no such example"),
])
def test_an_example_in_a_public_header_is_one_that_is_tested(kata, header, test, place):
    kata.write("src/context/errc.h", header)
    kata.write("tests/a.cpp", test)

    texts = told(kata.check())

    assert [text.startswith(place) for text in texts] == [True] if place else texts == []
