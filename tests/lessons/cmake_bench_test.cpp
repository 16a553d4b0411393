#include "lessons/cmake_bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lessons {
namespace {

using testing::HasSubstr;

/// The real thing, in the build folder that this test was built in.
class RealBench : public testing::Test {
 protected:
  Tree tree_{LESSONS_ROOT};
  CMakeBench bench_{tree_, LESSONS_BUILD};
};

TEST_F(RealBench, compiles_what_compiles) {
  EXPECT_TRUE(bench_.compile("#include \"context/context.h\"\nint one() { return 1; }\n"));
}

TEST_F(RealBench, speaks_of_an_error_as_a_line_of_the_page) {
  const Result result = bench_.compile("#line 7 \"notes/page.md\"\nint one() { return two; }\n");

  ASSERT_FALSE(result);
  EXPECT_THAT(result.error(), HasSubstr("notes/page.md:7:"));
}

TEST_F(RealBench, treats_warnings_as_errors) {
  EXPECT_FALSE(bench_.compile("int one() { int unused; return 1; }\n"));
}

TEST_F(RealBench, runs_a_program) {
  EXPECT_EQ(bench_.program("#include <cstdio>\nint main() { std::puts(\"hello\"); }\n"), "hello\n");
}

TEST_F(RealBench, runs_a_try_with_the_tests_of_its_step) {
  const std::string nothing_written =
      "#include \"server.h\"\nhttp::Handler server(Store&) { return [](auto&, auto&) {}; }\n";
  const Subject attempt{.step = 1, .answer = Answer::attempt, .source = nothing_written};

  EXPECT_THAT(bench_.tests(attempt).value_or(""),
              HasSubstr("[  FAILED  ] Server.writes_what_the_store_fetched"));
}

TEST_F(RealBench, says_why_a_try_does_not_compile) {
  const Subject attempt{.step = 1, .answer = Answer::attempt, .source = "nonsense"};

  EXPECT_FALSE(bench_.build(attempt));
}

TEST_F(RealBench, begins_paths_at_the_root) {
  const Subject starter{.step = 1, .answer = Answer::starter, .source = {}};

  EXPECT_THAT(bench_.tests(starter).value_or(""), HasSubstr("\ntests/01-stub-store/"));
}

}  // namespace
}  // namespace lessons
