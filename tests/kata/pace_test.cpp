#include "kata/run/pace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kata {
namespace {

using testing::StartsWith;
using Seconds = Pace::Seconds;

const Pace usual{100, Seconds(60), Seconds(40)};

TEST(Forecast, goes_by_the_last_run_until_it_has_seen_something) {
  Forecast forecast(usual);

  forecast.hear("[1/100] Building CXX object a.o", Seconds(0));

  EXPECT_NEAR(forecast.left().count(), 60 + 40, 2);
  EXPECT_EQ(forecast.text(), "Built 1 of 100, and then the tests; about 2 min left");
}

TEST(Forecast, takes_the_tests_to_be_as_much_slower_as_the_build) {
  Forecast forecast(usual);

  forecast.hear("[1/100] Building CXX object a.o", Seconds(0));
  forecast.hear("[99/100] Building CXX object b.o", Seconds(118));

  EXPECT_NEAR(forecast.left().count(), 2 + 80, 5);
}

TEST(Forecast, counts_the_tests_when_they_run) {
  Forecast forecast(usual);

  forecast.hear("Test project /tmp/build", Seconds(60));
  forecast.hear(" 30/40 Test #12: right-05-promise ....   Passed    0.10 sec", Seconds(90));

  EXPECT_NEAR(forecast.left().count(), 10, 1);
  EXPECT_THAT(forecast.text(), StartsWith("Tested 30 of 40; about "));
}

TEST(Forecast, passes_on_what_says_more_than_how_far_it_is) {
  Forecast forecast(usual);

  EXPECT_FALSE(forecast.hear("[1/100] Building CXX object a.o", Seconds(0)));
  EXPECT_TRUE(forecast.hear("FAILED: a.o", Seconds(1)));
  EXPECT_TRUE(forecast.hear("a.cpp:3:1: error: expected ';'", Seconds(1)));
  EXPECT_TRUE(forecast.hear("Test project /tmp/build", Seconds(2)));
  EXPECT_FALSE(forecast.hear("      Start  1: context", Seconds(2)));
  EXPECT_FALSE(forecast.hear(" 1/40 Test  #1: context ....   Passed    0.10 sec", Seconds(3)));
  EXPECT_TRUE(forecast.hear(" 2/40 Test  #2: http-test ...***Failed    0.10 sec", Seconds(3)));
}

TEST(Forecast, measures_a_run_for_the_next) {
  Forecast forecast(usual);

  forecast.hear("[1/80] Building CXX object a.o", Seconds(10));
  forecast.hear("[80/80] Linking CXX executable b", Seconds(30));
  forecast.hear("Test project /tmp/build", Seconds(30));
  forecast.hear("40/40 Test #40: lessons ....   Passed    0.10 sec", Seconds(55));

  const auto measured = read_pace(written(forecast.measured()));
  ASSERT_TRUE(measured);
  EXPECT_EQ(measured->steps, 80);
  EXPECT_NEAR(measured->building.count(), 20, 0.1);
  EXPECT_NEAR(measured->testing.count(), 25, 0.1);
}

TEST(Forecast, learns_nothing_from_a_build_of_a_few_files) {
  Forecast forecast(usual);

  forecast.hear("[2/2] Linking CXX executable b", Seconds(1));
  forecast.hear("Test project /tmp/build", Seconds(2));

  EXPECT_EQ(forecast.measured().steps, usual.steps);
  EXPECT_EQ(forecast.measured().building, usual.building);
}

TEST(Pace, is_not_read_from_something_else) {
  EXPECT_FALSE(read_pace(""));
  EXPECT_FALSE(read_pace("290 0 80"));
  EXPECT_FALSE(read_pace("a b c"));
}

TEST(Repeats, are_found_in_the_log_of_ctest) {
  EXPECT_EQ(repeats_in("a.cpp\nGreen 12 times in a row, in 1.0 s of processor time.\n"
                       "Green 200 times in a row, in 0.7 s of processor time.\nGreen with envy\n"),
            "12 to 200");
  EXPECT_EQ(repeats_in("Green 5 times in a row, in 1.0 s of processor time.\n"), "5");
  EXPECT_EQ(repeats_in("nothing"), "");
}

}  // namespace
}  // namespace kata
