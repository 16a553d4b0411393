#include "lessons/part.h"

#include <string>

#include <gtest/gtest.h>

#include "lessons/quote.h"

namespace lessons {
namespace {

const std::string source = R"-(#include <string>
// Not of this kata.

namespace kata {
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
int free_two(int x) {
  if (x) { return 1; }
  return 2;
}
using Name = std::string;
}  // namespace kata

TEST_F(Server, writes_once) {
  EXPECT_EQ(1, 1);
}
)-";

std::string text_of(const std::string& name) {
  const auto text = quotation("a.cpp", source, {name}, "");
  return text ? *text : "error: " + text.error();
}

TEST(Part, is_a_class_with_its_comment_and_its_template_line) {
  const std::string text = text_of("Counter");
  EXPECT_TRUE(text.starts_with("/// Counts.\n/// From zero.\ntemplate <class T>\nclass Counter"));
  EXPECT_TRUE(text.ends_with("int count_{0};\n};\n"));
}

TEST(Part, is_a_member_without_the_indentation_of_its_class) {
  EXPECT_EQ(text_of("count"), "/// One more.\nvoid count() { count_ += 1'000; say(\"}\"); }\n");
  EXPECT_EQ(text_of("Counter::count"), text_of("count"));
}

TEST(Part, is_a_function_to_the_end_of_its_body) {
  EXPECT_EQ(text_of("free_one"), "void free_one();\n");
  EXPECT_EQ(text_of("free_two"), "int free_two(int x) {\n  if (x) { return 1; }\n  return 2;\n}\n");
}

TEST(Part, is_a_test_by_suite_and_name) {
  EXPECT_EQ(text_of("Server.writes_once"),
            "TEST_F(Server, writes_once) {\n  EXPECT_EQ(1, 1);\n}\n");
}

TEST(Part, is_an_alias_or_a_struct_of_one_line) {
  EXPECT_EQ(text_of("Name"), "using Name = std::string;\n");
  EXPECT_EQ(text_of("Pair"), "struct Pair { int a, b; };  // one line\n");
}

TEST(Part, that_is_not_there_is_named_with_those_that_are) {
  EXPECT_NE(text_of("Servr").find("has no part Servr; it has kata::Pair"), std::string::npos);
}

TEST(Part, that_is_there_twice_is_asked_for_by_its_scope) {
  const auto twice = find_part("a.cpp", "struct A { void f(); };\nstruct B { void f(); };\n", "f");
  EXPECT_EQ(twice.error(),
            "a.cpp has f twice, in line 1 as A::f and in line 2 as B::f: say which, by its scope");
  EXPECT_TRUE(find_part("a.cpp", "struct A { void f(); };\nstruct B { void f(); };\n", "A::f"));
}

TEST(Part, of_a_cmake_file_is_a_function) {
  const std::string text = "set(a 1)\n# Adds.\nfunction(kata_add what)\n  f()\nendfunction()\n";
  EXPECT_EQ(quotation("step.cmake", text, {"kata_add"}, ""),
            "# Adds.\nfunction(kata_add what)\n  f()\nendfunction()\n");
}

TEST(Part, of_another_kind_of_file_is_not_known) {
  EXPECT_FALSE(find_part("notes.json", "{}", "name"));
}

TEST(Quotation, of_several_parts_has_a_blank_line_between) {
  EXPECT_EQ(quotation("a.cpp", source, {"free_one", "Name"}, ""),
            "void free_one();\n\nusing Name = std::string;\n");
}

TEST(Quotation, leaves_out_the_first_comment_if_the_block_does) {
  EXPECT_TRUE(quotation("a.cpp", source, {"Counter"}, "template <class")->starts_with("template"));
}

TEST(FirstStrayLine, is_empty_if_the_lines_follow_one_another) {
  EXPECT_EQ(first_stray_line("if (x) { return 1; }\nreturn 2;\n", source), "");
  EXPECT_EQ(first_stray_line("void free_one();\n...\nreturn 2;\n", source), "");
  EXPECT_EQ(first_stray_line("void free_one();\nreturn 2;\n", source), "return 2;");
  EXPECT_EQ(first_stray_line("return 2;\n...\nvoid free_one();\n", source), "void free_one();");
}

}  // namespace
}  // namespace lessons
