#include "support/points/point.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using stage::points::Deed;
using stage::points::Hold;
using stage::points::holds_worth_trying;
using stage::points::Point;
using stage::points::Record;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::uintptr_t here = 4096;
constexpr std::uintptr_t there = 8192;

Record record_of(std::vector<Point> points) {
  Record record{.points = std::move(points), .locks = {{}, {there}}, .made = {{}}, .crossable = {}};
  return record;
}

Point point(int thread, int number, Deed deed, std::uintptr_t address = here) {
  return {.thread = thread, .number = number, .deed = deed, .address = address, .size = 4};
}

std::vector<std::pair<int, int>> holds_of(const Record& record, bool over_events = false) {
  std::vector<std::pair<int, int>> found;
  for (const Hold& hold : holds_worth_trying(record, over_events)) {
    found.emplace_back(hold.thread, hold.number);
  }
  return found;
}

TEST(Point, is_worth_a_hold_before_another_thread_writes_the_same) {
  EXPECT_THAT(holds_of(record_of({point(0, 1, Deed::reads), point(1, 1, Deed::writes)})),
              ElementsAre(Pair(0, 1)));
}

TEST(Point, is_not_worth_it_where_both_only_read) {
  EXPECT_THAT(holds_of(record_of({point(0, 1, Deed::reads), point(1, 1, Deed::reads)})), IsEmpty());
}

TEST(Point, is_not_worth_it_for_the_thread_itself_or_another_place) {
  EXPECT_THAT(holds_of(record_of({point(0, 1, Deed::writes), point(0, 2, Deed::writes),
                                  point(1, 1, Deed::writes, there)})),
              IsEmpty());
}

TEST(Point, is_not_worth_it_in_a_frame_that_lies_where_another_threads_lay) {
  Point one = point(0, 1, Deed::writes);
  Point other = point(1, 1, Deed::writes);
  one.on_own_stack = true;
  EXPECT_THAT(holds_of(record_of({one, other})), ElementsAre(Pair(0, 1)));
  other.on_own_stack = true;
  EXPECT_THAT(holds_of(record_of({one, other})), IsEmpty());
}

TEST(Point, overlaps_whatever_its_size) {
  Point whole = point(0, 1, Deed::writes);
  whole.size = 64;
  EXPECT_THAT(holds_of(record_of({whole, point(1, 1, Deed::reads, here + 60)})),
              ElementsAre(Pair(0, 1)));
}

TEST(Point, is_kept_from_another_by_a_mutex_that_both_hold) {
  Point one = point(0, 1, Deed::writes);
  Point other = point(1, 1, Deed::writes);
  one.locks = 1;
  EXPECT_THAT(holds_of(record_of({one, other})), ElementsAre(Pair(0, 1)));
  other.locks = 1;
  EXPECT_THAT(holds_of(record_of({one, other})), IsEmpty());
}

TEST(Point, lies_before_those_of_a_thread_that_was_made_later) {
  Point other = point(1, 1, Deed::writes);
  other.made = 1;
  Record record = record_of({point(0, 1, Deed::writes), point(0, 2, Deed::writes), other});
  record.made.push_back({1});
  EXPECT_THAT(holds_of(record), ElementsAre(Pair(0, 2)));
}

TEST(Point, is_met_over_an_event_where_that_is_allowed) {
  Point later = point(1, 1, Deed::writes);
  later.phase = 1;
  Record record = record_of({point(0, 1, Deed::reads), later});
  record.crossable = {true};
  EXPECT_THAT(holds_of(record, false), IsEmpty());
  EXPECT_THAT(holds_of(record, true), ElementsAre(Pair(0, 1)));
  record.crossable = {false};
  EXPECT_THAT(holds_of(record, true), IsEmpty());
}

TEST(Point, is_tried_first_where_a_thread_falls_asleep) {
  EXPECT_THAT(holds_of(record_of({point(0, 1, Deed::reads), point(0, 2, Deed::sleeps, there),
                                  point(1, 1, Deed::writes), point(1, 2, Deed::notifies, there)})),
              ElementsAre(Pair(0, 2), Pair(0, 1)));
}

}  // namespace
