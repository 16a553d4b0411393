#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lessons/markdown.h"
#include "lessons/text.h"
#include "lessons/words.h"

namespace lessons {
namespace {

using testing::ElementsAre;

TEST(Slug, is_what_github_makes_of_a_heading) {
  EXPECT_EQ(slug("The story so far"), "the-story-so-far");
  EXPECT_EQ(slug("In Go, and in the standard library"), "in-go-and-in-the-standard-library");
  EXPECT_EQ(slug("03 · Only when cancelled"), "03--only-when-cancelled");
  EXPECT_EQ(slug("What is `std::stop_token`?"), "what-is-stdstop_token");
}

TEST(Anchors, number_the_headings_that_come_again) {
  EXPECT_THAT(anchors(read_page("a.md", "# A\n## B\n## B\n")), ElementsAre("a", "b", "b-1"));
}

TEST(Page, has_a_block_inside_a_fold) {
  const Page page =
      read_page("a.md", "<details>\n<summary>x</summary>\n\n```cpp a\n1\n```\n</details>\n");

  ASSERT_EQ(page.nodes.size(), 3U);
  EXPECT_EQ(page.nodes[1].kind, Kind::code_block);
  EXPECT_EQ(page.nodes[1].line, 4);
  EXPECT_TRUE(page.nodes[1].mendable);
}

TEST(Page, knows_a_block_in_a_list_as_not_mendable) {
  EXPECT_FALSE(read_page("a.md", "- x\n  ```cpp a\n  1\n  ```\n").nodes.back().mendable);
}

TEST(Page, knows_a_fence_that_is_closed_by_the_next_one_as_open) {
  EXPECT_FALSE(read_page("a.md", "```cpp a\n1\n\n```sh\n2\n```\n").nodes.front().closed);
  EXPECT_FALSE(read_page("a.md", "```cpp a\n1\n").nodes.front().closed);
  EXPECT_FALSE(read_page("a.md", "```cpp a").nodes.front().closed);
  EXPECT_TRUE(read_page("a.md", "````md a\n```sh\n2\n```\n````\n").nodes.front().closed);
  EXPECT_TRUE(read_page("a.md", "~~~cpp a\n1\n~~~\n").nodes.front().closed);
}

TEST(Utf8, is_asked_for_line_by_line) {
  EXPECT_EQ(first_line_not_utf8("a · b\n\xE2\x86\x92 c\n"), std::nullopt);
  EXPECT_EQ(first_line_not_utf8("a\nb \xC3\n"), 2);
  EXPECT_EQ(first_line_not_utf8("\xC0\xAF"), 1);           // overlong
  EXPECT_EQ(first_line_not_utf8("a\n\n\xED\xA0\x80"), 3);  // a surrogate
}

TEST(Commands, are_parted_by_what_parts_them_in_a_shell) {
  EXPECT_THAT(commands_of("sudo apt-get install a \\\n  b && ./kata  # go\n\nx 'y z' | w"),
              ElementsAre(ElementsAre("sudo", "apt-get", "install", "a", "b"),
                          ElementsAre("./kata"), ElementsAre("x", "y z"), ElementsAre("w")));
}

}  // namespace
}  // namespace lessons
