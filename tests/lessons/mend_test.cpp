#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lessons/small_kata.h"

namespace lessons {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string lesson = "steps/01-first/README.md";

TEST(Mend, leaves_a_page_alone_in_which_all_is_right) {
  SmallKata kata;
  const std::string before = kata.read(lesson);

  const Report report = kata.mend();

  EXPECT_THAT(report.mended, IsEmpty());
  EXPECT_EQ(kata.read(lesson), before);
}

TEST(Mend, quotes_anew_and_then_all_is_right) {
  SmallKata kata;
  kata.replace("solutions/01-first/server.cpp", "#include", "// new\n#include");
  kata.replace("steps/01-first/server.h", "int server();", "long server();");

  const Report report = kata.mend();

  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_THAT(report.mended, ElementsAre(lesson + ":7", lesson + ":79"));
  EXPECT_THAT(kata.read(lesson), HasSubstr("/// Gives two.\nlong server();\n```\n\n## Read"));
  EXPECT_THAT(kata.check().findings, IsEmpty());
}

TEST(Mend, fills_an_empty_block) {
  SmallKata kata;
  const std::string before = kata.read(lesson);
  kata.replace(lesson, "TEST(Server, gives_two) {\n  EXPECT_EQ(server(), 2);\n}\n", "");

  kata.mend();

  EXPECT_EQ(kata.read(lesson), before);
}

TEST(Mend, gives_back_the_prose_byte_by_byte) {
  SmallKata kata;
  const std::string before = kata.read(lesson);
  kata.replace(lesson, "Step 01 is red.", "Step 01 is green.");
  kata.replace(lesson, "  return 2;\n}\n```\n\n## In", "  return 1;\n}\n```\n\n## In");

  kata.mend();

  EXPECT_EQ(kata.read(lesson), before);
}

TEST(Mend, never_touches_prose) {
  SmallKata kata;
  kata.replace(lesson, "as step 02 will", "as step 21 will");
  const std::string before = kata.read(lesson);

  const Report report = kata.mend();

  EXPECT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(kata.read(lesson), before);
}

TEST(Mend, rewrites_nothing_of_a_page_with_an_open_fence) {
  SmallKata kata;
  kata.replace(lesson, "Step 01 is red.", "Step 01 is green.");
  kata.replace(lesson, "\n```\n\nOn to", "\n\nOn to");
  const std::string before = kata.read(lesson);

  const Report report = kata.mend();

  EXPECT_THAT(report.mended, IsEmpty());
  EXPECT_EQ(kata.read(lesson), before);
}

TEST(Mend, leaves_no_draft_behind) {
  SmallKata kata;
  kata.replace(lesson, "Step 01 is red.", "Step 01 is green.");

  kata.mend();

  for (const auto& entry : std::filesystem::directory_iterator(kata.root() / "steps/01-first")) {
    EXPECT_THAT(entry.path().string(), Not(HasSubstr("lesson-check")));
  }
}

TEST(Mend, takes_the_starter_that_ships_and_not_what_a_learner_made_of_it) {
  SmallKata kata;
  kata.write("steps/01-first/server.cpp", "#include \"server.h\"\nint server() { return 42; }\n");

  EXPECT_THAT(kata.check().findings, IsEmpty());
}

}  // namespace
}  // namespace lessons
