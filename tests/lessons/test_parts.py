"""The pieces: parts of a source, excerpts of an output, anchors, commands, diagrams."""
import pytest

from blocks import tag_of
from diagram import check_diagram
from finding import Drift
from output import brought_up_to_date, normalised, printed_by_test, shows
from page import Node, Unreadable, read_page
from quote import find_part, first_stray_line, quotation
from text import commands_of

SOURCE = '''#include <string>
// Not of this kata.

namespace kata::inline v2 {
namespace {
struct Pair { int a, b; };  // one line
}

/// Counts.
/// From zero.
template <class T>
class Counter : public Base<T> {
 public:
  explicit Counter(int start) : count_{start}, more_{} { /* } */ }

  /// One more.
  void count() { count_ += 1'000; say("}"); }
  void say(const std::string& word = R"(}) })");
  static bool operator==(int);

 private:
  int count_{0};
};

template <class T>
void Counter<T>::say(const std::string&) {}

void free_one();
std::expected<int, std::error_code>
free_two(int x) {
  if (x) { return 1; }
  return 2;
}
using Name = std::string;

template <class T>
concept Waits = requires(T t) {
  t.wait();
};
}  // namespace kata

TEST_F(Server, writes_once) {
  EXPECT_EQ(1, 1);
}
'''
FREE_TWO = """std::expected<int, std::error_code>
free_two(int x) {
  if (x) { return 1; }
  return 2;
}
"""


@pytest.mark.parametrize("name, text", [
    ("count", "/// One more.\nvoid count() { count_ += 1'000; say(\"}\"); }\n"),
    ("Counter::count", "/// One more.\nvoid count() { count_ += 1'000; say(\"}\"); }\n"),
    ("kata::free_one", "void free_one();\n"),
    ("free_two", FREE_TWO),
    ("Server.writes_once", "TEST_F(Server, writes_once) {\n  EXPECT_EQ(1, 1);\n}\n"),
    ("Name", "using Name = std::string;\n"),
    ("Waits", "template <class T>\nconcept Waits = requires(T t) {\n  t.wait();\n};\n"),
    ("Pair", "struct Pair { int a, b; };  // one line\n"),
])
def test_a_part_is_quoted_from_its_first_line_to_its_last(name, text):
    assert quotation("a.cpp", SOURCE, [name], "") == text


def test_a_class_comes_with_its_comment_and_its_template_line():
    text = quotation("a.cpp", SOURCE, ["Counter"], "")

    assert text.startswith("/// Counts.\n/// From zero.\ntemplate <class T>\nclass Counter")
    assert text.endswith("int count_{0};\n};\n")


def test_a_block_may_leave_out_the_first_comment():
    assert quotation("a.cpp", SOURCE, ["Counter"], "template <class").startswith("template")


def test_several_parts_have_a_blank_line_between():
    both = quotation("a.cpp", SOURCE, ["free_one", "Name"], "")
    assert both == "void free_one();\n\nusing Name = std::string;\n"


def test_a_part_of_a_cmake_file_is_a_function():
    text = "set(a 1)\n# Adds.\nfunction(kata_add what)\n  f()\nendfunction()\n"
    assert quotation("step.cmake", text, ["kata_add"], "") == text.removeprefix("set(a 1)\n")


@pytest.mark.parametrize("file, source, name, what", [
    ("a.cpp", SOURCE, "Servr", "a.cpp has no part Servr; it has kata::Pair, "),
    ("a.cpp", "struct A { void f(); };\nstruct B { void f(); };\n", "f",
     "a.cpp has f twice, in line 1 as A::f and in line 2 as B::f: say which, by its scope"),
    ("notes.json", "{}", "name", "notes.json is quoted as a whole"),
])
def test_a_part_that_is_not_there_once_is_a_drift(file, source, name, what):
    with pytest.raises(Drift) as drift:
        find_part(file, source, name)

    assert drift.value.what.startswith(what)


@pytest.mark.parametrize("block, stray", [
    ("if (x) { return 1; }\nreturn 2;\n", None),
    ("void free_one();\n...\nreturn 2;\n", None),
    ("void free_one();\nreturn 2;\n", "return 2;"),
    ("return 2;\n...\nvoid free_one();\n", "void free_one();"),
    ("\n", "(an empty block)"),
])
def test_lines_stand_in_the_source_one_after_the_other(block, stray):
    assert first_stray_line(block, SOURCE) == stray


@pytest.mark.parametrize("one, other, same", [
    ("ran (12 ms total)", "ran (3 ms total)", True),
    ("after 1.5 s", "after 2 ms", True),
    ("mock @0x7ffc01", "mock @0x5600ab", True),
    ("thread 140213", "thread 998877", True),
    ("order 1 of 3", "order 2 of 3", False),
    ("store.cpp:12", "store.cpp:13", False),
])
def test_durations_addresses_and_thread_ids_may_differ_and_nothing_else(one, other, same):
    assert (normalised(one) == normalised(other)) == same


@pytest.mark.parametrize("excerpt, printed, is_shown", [
    ("a\nb\n", "a\nb\n", True),
    ("a\nb\n", "a\n\nb \n\n", True),  # googletest 1.17 leaves more blank lines than 1.12
    ("a\n", "a\nb\n", False),
    ("a\nc\n", "a\nb\n", False),
    ("a\n...\nd\n", "a\nb\nc\nd\n", True),
    ("a\n...\nd\n", "a\nd\n", True),
    ("...\nb\n...\n", "a\nb\nc\n", True),
    ("a\n...\nd\n", "a\nb\nc\n", False),
    ("a\n...\na\n", "a\n", False),
])
def test_an_excerpt_shows_each_line_but_those_that_its_dots_stand_for(excerpt, printed, is_shown):
    assert shows(excerpt, printed) == is_shown


def test_an_excerpt_keeps_its_words_where_only_a_duration_differs():
    assert brought_up_to_date("ran 3 ms\nred\n", "ran 9 ms\ngreen\n") == "ran 3 ms\ngreen\n"


def test_an_excerpt_keeps_the_lines_beside_its_dots():
    now = brought_up_to_date("a\nb\n...\ne\nf\n", "a\nnew\nb\nc\nd\ne\nnew\nf\n")
    assert now == "a\nnew\nb\n...\ne\nnew\nf\n"


def test_a_line_beside_the_dots_that_is_gone_is_named():
    with pytest.raises(Drift, match="`c` is no longer printed"):
        brought_up_to_date("a\n...\nc\n", "a\nb\n")


def test_what_a_test_prints_stands_between_its_first_and_its_last_line():
    run = ("[ RUN      ] A.one\nx\n[       OK ] A.one (0 ms)\n"
           "[ RUN      ] A.one_more\ny\n\n[  FAILED  ] A.one_more (0 ms)\n")

    assert printed_by_test(run, "A.one_more") == "y\n"
    assert printed_by_test(run, "A.one") == "x\n"
    with pytest.raises(Drift, match="there is no test A.on"):
        printed_by_test(run, "A.on")


def test_anchors_are_githubs():
    headings = ["In Go, and in the standard library", "03 · Only when",
                "What is `std::stop_token`?", "B", "B"]
    page = read_page("a.md", "\n".join("## " + heading for heading in headings).encode())
    assert list(page.anchors()) == ["in-go-and-in-the-standard-library", "03--only-when",
                                    "what-is-stdstop_token", "b", "b-1"]


@pytest.mark.parametrize("text, mendable", [
    ("<details>\n<summary>x</summary>\n\n```cpp a\n1\n```\n</details>\n", True),
    ("````md a\n```sh\n2\n```\n````\n", True),
    ("~~~cpp a\n1\n~~~\n", True),
    ("- x\n  ```cpp a\n  1\n  ```\n", False),
    ("> ```cpp a\n> 1\n> ```\n", False),
])
def test_a_block_is_mendable_outside_of_lists_and_quotations(text, mendable):
    block, = read_page("a.md", text.encode()).of_kind("block")
    assert block.mendable == mendable


@pytest.mark.parametrize("source, line", [
    (b"```cpp a\n1\n\n```sh\n2\n```\n", 1),
    (b"x\n```cpp a\n1\n", 2),
    (b"```cpp a", 1),
    (b"a\nb \xC3\n", 2),
    (b"\xC0\xAF", 1),  # overlong
    (b"a\n\n\xED\xA0\x80", 3),  # a surrogate
    (b"a\nb\r\n", 2),
])
def test_a_page_that_nobody_can_read_has_one_finding(source, line):
    with pytest.raises(Unreadable) as unreadable:
        read_page("a.md", source)

    assert unreadable.value.line == line


def test_commands_are_parted_by_what_parts_them_in_a_shell():
    script = "sudo apt-get install a \\\n  b && ./kata  # don't\n\nx 'y z' | w\n"
    assert list(commands_of(script)) == [(1, ["sudo", "apt-get", "install", "a", "b"]),
                                         (1, ["./kata"]), (4, ["x", "y z"]), (4, ["w"])]


@pytest.mark.parametrize("info, meaning", [
    ("cpp from a.cpp", "quoted"), ("cmake from a.cmake: part, part", "quoted"),
    ("cpp lines from a.cpp", "lines"), ("cpp refused: words and more", "refused"),
    ("text printed by ./kata test 03 with the try above", "command"),
    ("text printed by the tests of step 03 with the solution", "tests"),
    ("text printed by A.b of step 03", "test"), ("text printed by the program above", "program"),
    ("text printed by A b", None), ("cpp from", None), ("sh from x sketch", "quoted"),
    ("cpp from a.cpp from b.cpp: x: y", "quoted"), ("cpp compiled refused", None), ("", None),
])
def test_a_tag_has_one_meaning_or_none(info, meaning):
    assert tag_of(Node("block", 1, "", info))[0] == meaning


SEQUENCE = "sequenceDiagram\n  participant A as all\n  participant B\n"


@pytest.mark.parametrize("diagram", [
    SEQUENCE + "  A->>B: x\n  Note over A,B: y\n  loop often\n  B--)A: z\n  end\n",
    "sequenceDiagram\n    Store->>Cache: put(ctx, \"hello\")\n",
    'flowchart BT\n  a["x<br>(C)"] -->|owns| b(["y"])\n  b -. child .-> c[("z")]\n  c ==> a\n  d\n',
])
def test_a_diagram_that_has_the_form_of_one_is_right(diagram):
    check_diagram(diagram)


@pytest.mark.parametrize("diagram", [
    "", "sequenceDiagramm\nA->>B: x\n", "flowchart XY\na --> b\n", SEQUENCE + "  A->>C: x\n",
    SEQUENCE + "  A->>B\n", SEQUENCE + "  A->B x\n", SEQUENCE + "  loop often\n  A->>B: x\n",
    SEQUENCE + "  end\n", SEQUENCE + "  Note beside A: x\n", SEQUENCE + "  particpant C\n",
    "flowchart TD\n  a -> b\n", "flowchart TD\n  a[\"x --> b\n", "flowchart TD\n  a --> \n",
])
def test_a_diagram_that_has_not_the_form_of_one_is_a_drift(diagram):
    with pytest.raises(Drift):
        check_diagram(diagram)
