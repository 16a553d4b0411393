#include "kata/base/suggestions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kata {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> commands = {"list", "test", "hint", "diff", "reset", "verify"};

TEST(Suggestions, finds_what_is_few_edit_distance) {
  EXPECT_THAT(suggestions("verfy", commands), ElementsAre("verify"));
  EXPECT_THAT(suggestions("hints", commands), ElementsAre("hint"));
}

TEST(Suggestions, counts_swapped_letters_as_one_slip_and_puts_the_nearest_first) {
  EXPECT_THAT(suggestions("tset", commands), ElementsAre("test", "reset"));
}

TEST(Suggestions, finds_what_contains_the_word) {
  EXPECT_THAT(suggestions("stub", {"01-stub-store", "05-stubborn-store", "09-slow-store"}),
              ElementsAre("01-stub-store", "05-stubborn-store"));
}

TEST(Suggestions, finds_nothing_where_nothing_is_near) {
  EXPECT_THAT(suggestions("xyzzy", commands), IsEmpty());
  EXPECT_THAT(suggestions("x", commands), IsEmpty());
  EXPECT_THAT(suggestions("", commands), IsEmpty());
}

}  // namespace
}  // namespace kata
