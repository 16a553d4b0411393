#include "kata/course/steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace kata {
namespace {

using testing::HasSubstr;

class Steps : public testing::Test {
 protected:
  Steps() {
    for (const std::string name : {"02-cancel-method", "01-stub-store", "10-dependants"}) {
      folder_.write("steps/" + name + "/server.cpp", "mine");
      folder_.write("solutions/" + name + "/server.cpp", "solved");
      folder_.write("tests/" + name + "/wrong/starter.cpp", "// W. Caught by: A.a\nstarter\n");
    }
  }

  [[nodiscard]] std::string found(std::string_view word) const {
    const auto step = find_step(*read_tree(folder_.path()), word);
    return step ? step->name : "none: " + step.error();
  }

  TemporaryFolder folder_;
};

TEST_F(Steps, are_found_by_their_folders_in_their_order) {
  folder_.write("steps/README.md", "not a step");

  const auto tree = read_tree(folder_.path());

  ASSERT_TRUE(tree) << tree.error();
  ASSERT_EQ(tree->steps.size(), 3U);
  EXPECT_EQ(tree->steps[0].name, "01-stub-store");
  EXPECT_EQ(tree->steps[2].name, "10-dependants");
  EXPECT_EQ(tree->steps[0].answer(), "steps/01-stub-store/server.cpp");
  EXPECT_EQ(tree->steps[0].target(), "step-01");
}

TEST_F(Steps, are_missed_with_a_reason) {
  folder_.write("steps/11-new/server.cpp", "no solution yet");

  EXPECT_THAT(read_tree(folder_.path()).error(), HasSubstr("solutions/11-new"));
  EXPECT_THAT(read_tree(folder_.path() / "nowhere").error(), HasSubstr("no step"));
}

TEST_F(Steps, go_by_number_by_name_and_by_path) {
  for (const char* word : {"2", "02", "02-cancel-method", "cancel-method",
                           "steps/02-cancel-method/", "./steps/02-cancel-method/server.cpp"}) {
    EXPECT_EQ(found(word), "02-cancel-method") << word;
  }
  EXPECT_EQ(found("10"), "10-dependants");
}

TEST_F(Steps, that_do_not_exist_bring_the_near_ones_to_mind) {
  EXPECT_EQ(found("7"), "none: There is no step '7'. They go from 01-stub-store to 10-dependants.");
  EXPECT_EQ(found("cancel"), "none: There is no step 'cancel'. Did you mean: 02-cancel-method");
  EXPECT_EQ(found("02-cancel-methd"),
            "none: There is no step '02-cancel-methd'. Did you mean: 02-cancel-method");
  EXPECT_EQ(found("xyzzy"), "none: There is no step 'xyzzy'.");
  EXPECT_EQ(found("-1"),
            "none: There is no step '-1'. They go from 01-stub-store to 10-dependants.");
  EXPECT_EQ(found("99999999999999999999"), "none: There is no step '99999999999999999999'.");
  EXPECT_EQ(found(""), "none: There is no step ''.");
}

TEST_F(Steps, start_from_their_starter_without_the_judges_line) {
  const auto tree = read_tree(folder_.path());

  EXPECT_EQ(starter_of(*tree, tree->steps[0]), "starter\n");

  std::filesystem::remove(folder_.path() / tree->steps[0].starter());
  EXPECT_THAT(starter_of(*tree, tree->steps[0]).error(), HasSubstr("can't be read"));
}

}  // namespace
}  // namespace kata
