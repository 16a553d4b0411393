#include "lessons/output.h"

#include <gtest/gtest.h>

namespace lessons {
namespace {

TEST(Normalised, knows_durations_addresses_and_thread_ids_and_nothing_else) {
  EXPECT_EQ(normalised("ran (12 ms total)"), normalised("ran (3 ms total)"));
  EXPECT_EQ(normalised("after 1.5 s"), normalised("after 2 ms"));
  EXPECT_EQ(normalised("mock @0x7ffc01"), normalised("mock @0x5600ab"));
  EXPECT_EQ(normalised("thread 140213"), normalised("thread 998877"));
  EXPECT_NE(normalised("order 1 of 3"), normalised("order 2 of 3"));
  EXPECT_NE(normalised("store.cpp:12"), normalised("store.cpp:13"));
}

TEST(WithoutRoots, makes_paths_begin_at_the_root) {
  EXPECT_EQ(without_roots("at /home/me/kata/tests/a.cpp:1", {"/home/me/kata"}), "at tests/a.cpp:1");
  EXPECT_EQ(without_roots("at /home/you/tests/a.cpp:1", {"/home/me/kata"}),
            "at /home/you/tests/a.cpp:1");
}

TEST(Shows, is_about_each_line) {
  EXPECT_TRUE(shows("a\nb\n", "a\nb\n"));
  EXPECT_TRUE(shows("a\nb\n", "a\nb \n\n"));
  EXPECT_FALSE(shows("a\n", "a\nb\n"));
  EXPECT_FALSE(shows("a\nc\n", "a\nb\n"));
}

TEST(Shows, lets_three_dots_stand_for_any_number_of_lines) {
  EXPECT_TRUE(shows("a\n...\nd\n", "a\nb\nc\nd\n"));
  EXPECT_TRUE(shows("a\n...\nd\n", "a\nd\n"));
  EXPECT_TRUE(shows("...\nb\n...\n", "a\nb\nc\n"));
  EXPECT_FALSE(shows("a\n...\nd\n", "a\nb\nc\n"));
  EXPECT_FALSE(shows("a\n...\na\n", "a\n"));
}

TEST(BroughtUpToDate, keeps_the_old_words_where_only_a_duration_differs) {
  EXPECT_EQ(brought_up_to_date("ran 3 ms\nred\n", "ran 9 ms\ngreen\n"), "ran 3 ms\ngreen\n");
}

TEST(BroughtUpToDate, keeps_an_excerpt_with_the_lines_beside_its_dots) {
  EXPECT_EQ(brought_up_to_date("a\nb\n...\ne\nf\n", "a\nnew\nb\nc\nd\ne\nnew\nf\n"),
            "a\nnew\nb\n...\ne\nnew\nf\n");
}

TEST(BroughtUpToDate, says_which_line_beside_the_dots_is_gone) {
  EXPECT_EQ(brought_up_to_date("a\n...\nc\n", "a\nb\n").error(), "`c` is no longer printed");
}

TEST(PrintedByTest, is_what_stands_between_its_first_and_its_last_line) {
  const std::string run =
      "[ RUN      ] A.one\nx\n[       OK ] A.one (0 ms)\n"
      "[ RUN      ] A.one_more\ny\n\n[  FAILED  ] A.one_more (0 ms)\n";

  EXPECT_EQ(printed_by_test(run, "A.one_more"), "y\n");
  EXPECT_EQ(printed_by_test(run, "A.one"), "x\n");
  EXPECT_EQ(printed_by_test(run, "A.on").error(), "there is no test A.on");
}

}  // namespace
}  // namespace lessons
