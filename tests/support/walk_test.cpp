#include "support/walk.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/gate.h"
#include "support/settle.h"
#include "support/stage.h"
#include "support/story.h"

namespace {

using stage::Gate;
using stage::Story;
using stage::Walk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Names = std::vector<std::string>;

/// Every order in which `names` can come, as Walk tells them.
Names orders_of(const Names& names) {
  Names orders;
  Walk walk;
  do {
    Names left = names;
    while (!left.empty()) left.erase(left.begin() + static_cast<long>(walk.choose(left)));
    orders.push_back(walk.order());
  } while (walk.next());
  return orders;
}

TEST(WalkTest, takes_every_order_exactly_once) {
  EXPECT_THAT(orders_of({"a", "b", "c"}), ElementsAre("a -> b -> c", "a -> c -> b", "b -> a -> c",
                                                      "b -> c -> a", "c -> a -> b", "c -> b -> a"));
}

TEST(WalkTest, takes_all_the_720_orders_of_six_events_and_none_twice) {
  const Names orders = orders_of({"a", "b", "c", "d", "e", "f"});
  EXPECT_EQ(orders.size(), 720U);
  EXPECT_EQ(std::set<std::string>(orders.begin(), orders.end()).size(), 720U);
}

TEST(WalkTest, takes_one_order_when_there_is_nothing_to_choose) {
  EXPECT_THAT(orders_of({}), ElementsAre(""));
  EXPECT_THAT(orders_of({"a"}), ElementsAre("a"));
}

TEST(WalkTest, follows_a_question_that_only_some_answers_lead_to) {
  Names orders;
  Walk walk;
  do {
    if (walk.choose({"asks", "asks nothing"}) == 0) walk.choose({"hears yes", "hears no"});
    orders.push_back(walk.order());
    EXPECT_FALSE(walk.went_astray());
  } while (walk.next());
  EXPECT_THAT(orders, ElementsAre("asks -> hears yes", "asks -> hears no", "asks nothing"));
}

TEST(WalkTest, tells_what_happened_without_a_choice_in_its_place) {
  Walk walk;
  walk.note("first");
  walk.choose({"second"});
  walk.note("third");
  EXPECT_EQ(walk.order(), "first -> second -> third");
}

TEST(WalkTest, goes_astray_when_a_replayed_question_has_other_alternatives) {
  Walk walk;
  walk.choose({"a"});
  walk.choose({"b", "c"});
  EXPECT_FALSE(walk.went_astray());
  ASSERT_TRUE(walk.next());

  walk.choose({"something else"});

  EXPECT_TRUE(walk.went_astray());
}

TEST(WalkTest, goes_astray_when_a_replayed_question_is_not_asked_again) {
  Walk walk;
  walk.choose({"a"});
  walk.choose({"b", "c"});
  ASSERT_TRUE(walk.next());

  walk.choose({"a"});

  EXPECT_TRUE(walk.went_astray());
}

TEST(StoryTest, numbers_its_lines_and_sets_remarks_apart) {
  Story story;
  story.tell("client", "GET /");
  story.tell("handler", "writes \"hello\"", "after the cancellation");
  EXPECT_EQ(story.text(),
            "  1  client   GET /\n"
            "  2  handler  writes \"hello\"        <-- after the cancellation\n");
}

TEST(StoryTest, is_empty_when_nothing_happened) { EXPECT_EQ(Story().text(), ""); }

TEST(StoryTest, of_sixty_lines_is_told_in_full) {
  Story story;
  for (int i = 0; i < 60; ++i) story.tell("handler", "line");
  EXPECT_THAT(story.text(), Not(HasSubstr("left out")));
  EXPECT_EQ(std::ranges::count(story.text(), '\n'), 60);
}

TEST(StoryTest, leaves_out_the_middle_when_it_is_very_long) {
  Story story;
  for (int i = 1; i <= 1000; ++i) story.tell("handler", "line " + std::to_string(i));
  EXPECT_EQ(std::ranges::count(story.text(), '\n'), 61);
  EXPECT_THAT(story.text(), HasSubstr(" 50  handler  line 50\n"
                                      "     ... 940 lines are left out ...\n"
                                      "991  handler  line 991\n"));
  EXPECT_THAT(story.text(), testing::EndsWith("1000  handler  line 1000\n"));
}

TEST(StoryTest, keeps_of_a_long_line_the_beginning_and_the_end) {
  stage::Story story;
  std::string umlauts;
  for (int i = 0; i < 1000; ++i) umlauts += "ä";
  story.tell("handler", "x" + umlauts + "!");
  EXPECT_LT(story.text().size(), 400);
  EXPECT_THAT(story.text(), HasSubstr("ä[... "));
  EXPECT_THAT(story.text(), HasSubstr(" bytes are left out ...]ä"));
  EXPECT_THAT(story.text(), testing::EndsWith("ä!\n"));
}

TEST(StoryTest, loses_no_line_when_threads_tell_at_the_same_time) {
  Story story;
  std::vector<std::thread> tellers;
  for (int i = 0; i < 4; ++i) {
    tellers.emplace_back([&] {
      for (int line = 0; line < 10; ++line) story.tell("teller", "tells");
    });
  }
  for (std::thread& teller : tellers) teller.join();
  EXPECT_EQ(std::ranges::count(story.text(), '\n'), 40);
}

TEST(StoryTest, puts_what_many_do_in_the_order_of_their_names) {
  for (const std::vector<std::string>& names :
       {std::vector<std::string>{"a", "b", "c"}, {"c", "b", "a"}, {"b", "c", "a"}}) {
    Story story;
    for (const std::string& name : names) story.tell_of_many(name, "is asked");
    EXPECT_EQ(story.text(),
              "  1  a  is asked\n"
              "  2  b  is asked\n"
              "  3  c  is asked\n");
  }
}

TEST(StoryTest, leaves_what_one_does_in_the_order_in_which_it_came) {
  Story story;
  story.tell("b", "is asked");
  story.tell("a", "is asked");
  EXPECT_EQ(story.text(),
            "  1  b  is asked\n"
            "  2  a  is asked\n");
}

TEST(StoryTest, puts_what_many_do_never_before_something_else_that_came_first) {
  Story story;
  story.tell_of_many("b", "is asked");
  story.tell("client", "gives up");
  story.tell_of_many("c", "is asked");
  story.tell_of_many("a", "is asked");
  story.tell_of_many("a", "answers");
  EXPECT_EQ(story.text(),
            "  1  b       is asked\n"
            "  2  client  gives up\n"
            "  3  a       is asked\n"
            "  4  c       is asked\n"
            "  5  a       answers\n");
}

TEST(StoryTest, tells_what_one_of_many_does_twice_twice) {
  Story story;
  for (const char* name : {"b", "a", "b", "a"}) story.tell_of_many(name, "is asked");
  EXPECT_EQ(story.text(),
            "  1  a  is asked\n"
            "  2  a  is asked\n"
            "  3  b  is asked\n"
            "  4  b  is asked\n");
}

TEST(StoryTest, of_many_reads_the_same_whichever_thread_is_faster) {
  Story story;
  std::vector<std::thread> tellers;
  for (const std::string name : {"d", "b", "a", "c"}) {
    tellers.emplace_back([&story, name] { story.tell_of_many(name, "is asked"); });
  }
  for (std::thread& teller : tellers) teller.join();
  EXPECT_EQ(story.text(),
            "  1  a  is asked\n"
            "  2  b  is asked\n"
            "  3  c  is asked\n"
            "  4  d  is asked\n");
}

TEST(GateTest, holds_every_thread_until_it_is_opened) {
  Gate gate;
  std::atomic<int> through = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      gate.wait();
      ++through;
    });
  }
  EXPECT_EQ(stage::settle(), std::nullopt);
  EXPECT_EQ(through, 0);

  gate.open();

  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(through, 3);
}

TEST(GateTest, lets_through_at_once_when_it_is_open_and_never_closes_again) {
  Gate gate;
  gate.open();
  gate.open();
  gate.wait();
  gate.wait();
}

}  // namespace
