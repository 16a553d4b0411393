#include "kata/near.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kata {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> commands = {"list", "test", "hint", "diff", "reset", "verify"};

TEST(Near, finds_what_is_few_letters_off) {
  EXPECT_THAT(near("verfy", commands), ElementsAre("verify"));
  EXPECT_THAT(near("hints", commands), ElementsAre("hint"));
}

TEST(Near, counts_swapped_letters_as_one_slip_and_puts_the_nearest_first) {
  EXPECT_THAT(near("tset", commands), ElementsAre("test", "reset"));
}

TEST(Near, finds_what_contains_the_word) {
  EXPECT_THAT(near("stub", {"01-stub-store", "05-stubborn-store", "09-slow-store"}),
              ElementsAre("01-stub-store", "05-stubborn-store"));
}

TEST(Near, finds_nothing_where_nothing_is_near) {
  EXPECT_THAT(near("xyzzy", commands), IsEmpty());
  EXPECT_THAT(near("x", commands), IsEmpty());
  EXPECT_THAT(near("", commands), IsEmpty());
}

}  // namespace
}  // namespace kata
