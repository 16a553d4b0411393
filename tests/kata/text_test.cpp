#include "kata/base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kata/course/lesson.h"
#include "kata/run/gtest_output.h"
#include "kata/terminal/screen.h"
#include "kata/terminal/words.h"

namespace kata {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Text, is_trimmed_split_and_cut) {
  EXPECT_EQ(trimmed(" \t a b \r\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_THAT(lines_of("a\n\nb"), ElementsAre("a", "", "b"));
  EXPECT_THAT(lines_of(""), IsEmpty());
  EXPECT_EQ(without("/a/x.cpp and /a/y.cpp", "/a/"), "x.cpp and y.cpp");
}

TEST(GtestOutput, is_told_apart_test_by_test) {
  const std::string output =
      "[ RUN      ] A.a\nof a\n[       OK ] A.a (0 ms)\n"
      "[ RUN      ] A.ab\nof ab\nno end of line[  FAILED  ] A.ab (0 ms)\n"
      "[ RUN      ] A.c\nuntil it crashed\n";

  EXPECT_EQ(printed_by(output, "A.a"), "of a\n");
  EXPECT_EQ(printed_by(output, "A.ab"), "of ab\nno end of line");
  EXPECT_EQ(printed_by(output, "A.c"), "until it crashed\n");
  EXPECT_EQ(printed_by(output, "A.none"), "");
}

TEST(GtestOutput, is_told_once_however_many_say_it) {
  const std::string output =
      "[ RUN      ] A.a\nthe same\n[  FAILED  ] A.a (0 ms)\n"
      "[ RUN      ] A.b\nanother\n[  FAILED  ] A.b (0 ms)\n"
      "[ RUN      ] A.c\nthe same\n[  FAILED  ] A.c (0 ms)\n";

  const auto told = sayings(output, {"A.a", "A.b", "A.c"});

  ASSERT_EQ(told.size(), 2U);
  EXPECT_THAT(told[0].tests, ElementsAre("A.a", "A.c"));
  EXPECT_EQ(told[0].text, "the same\n");
  EXPECT_THAT(told[1].tests, ElementsAre("A.b"));
}

TEST(GtestOutput, names_tests_as_sentences) {
  EXPECT_EQ(as_sentence("Server.writes_nothing_after"), "Server writes nothing after");
}

TEST(Lesson, has_hints_among_its_folds) {
  const auto hints = hints_of(
      "# Step\n\n<details><summary><b>Hint 1</b>: who</summary>\n\nThe store.\n\n</details>\n"
      "<details>\n<summary>Hint 2</summary>\n```cpp\nint x;  // </details>\n```\n</details>\n"
      "```html\n<details><summary>Hint 3</summary>not a hint</details>\n```\n"
      "<details open>no title</details>\n"
      "<details><summary>Our solution</summary>\n\nIt.\n</details>\n");

  ASSERT_EQ(hints.size(), 2U);
  EXPECT_EQ(hints[0].title, "Hint 1: who");
  EXPECT_EQ(hints[0].text, "The store.");
  EXPECT_EQ(hints[1].text, "```cpp\nint x;  // </details>\n```");
}

TEST(Lesson, without_an_end_of_its_fold_has_no_hint) {
  EXPECT_THAT(hints_of("<details><summary>Hint"), IsEmpty());
  EXPECT_THAT(hints_of("<details"), IsEmpty());
  EXPECT_THAT(hints_of(""), IsEmpty());
}

TEST(Screen, draws_a_bar_for_any_number_of_steps) {
  EXPECT_EQ(progress_bar(Looks{}, 2, 5), "████████░░░░░░░░░░░░  2 of 5 steps are green");
  EXPECT_EQ(progress_bar(Looks{}, 5, 5), "████████████████████  5 of 5 steps are green");
  EXPECT_EQ(progress_bar(Looks{}, 0, 0), "░░░░░░░░░░░░░░░░░░░░  0 of 0 steps are green");
}

TEST(Words, take_the_columns_that_one_sees) {
  EXPECT_EQ(columns("abc"), 3U);
  EXPECT_EQ(columns("\033[31m✗\033[0m é"), 3U);
  EXPECT_EQ(columns("e\u0301"), 1U);
  EXPECT_EQ(columns("取消"), 4U);
  EXPECT_EQ(columns("\033]8;;file:///a/b\033\\b\033]8;;\033\\"), 1U);
}

TEST(Words, are_not_broken_where_lines_are) {
  EXPECT_THAT(wrapped("    the store is told to cancel", 16),
              testing::ElementsAre("    the store is", "    told to", "    cancel"));
  EXPECT_THAT(wrapped("    incomprehensibilities", 8),
              testing::ElementsAre("    incomprehensibilities"));
  EXPECT_THAT(wrapped("as it is", 0), testing::ElementsAre("as it is"));
  EXPECT_THAT(wrapped("fits", 4), testing::ElementsAre("fits"));
}

TEST(Words, fill_a_column_or_are_cut) {
  EXPECT_EQ(padded("ab", 4), "ab  ");
  EXPECT_EQ(padded("abcdef", 4), "abcd");
  EXPECT_EQ(padded("取消x", 3), "取 ");
}

}  // namespace
}  // namespace kata
