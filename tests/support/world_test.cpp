#include "support/world.h"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/failures.h"
#include "support/stage.h"

namespace {

using stage::failures_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

/// How many orders `scene` has. It must not fail.
int orders_of(const std::function<void(World&)>& scene) {
  int orders = 0;
  explore([&](World& world) {
    ++orders;
    scene(world);
  });
  return orders;
}

void wait_for_each(World& world, const std::vector<std::string>& events) {
  for (const std::string& event : events) {
    world.start(event, [&world, event] { world.wait_for(event); });
  }
}

TEST(WorldTest, runs_an_actor_until_it_ends) {
  explore([](World& world) {
    bool ran = false;
    world.start("actor", [&] { ran = true; });
    EXPECT_TRUE(world.finished("actor"));
    EXPECT_TRUE(ran);
  });
}

TEST(WorldTest, runs_an_actor_until_it_is_blocked_and_on_when_its_event_happens) {
  explore([](World& world) {
    std::atomic<int> at = 0;
    world.start("actor", [&] {
      at = 1;
      world.wait_for("the event");
      at = 2;
    });
    EXPECT_EQ(at, 1);
    EXPECT_FALSE(world.finished("actor"));

    world.let("the event");

    EXPECT_EQ(at, 2);
    EXPECT_TRUE(world.finished("actor"));
  });
}

TEST(WorldTest, calls_an_actor_finished_only_when_each_of_that_name_is) {
  explore([](World& world) {
    world.start("actor", [] {});
    world.start("actor", [&] { world.wait_for("the event"); });
    EXPECT_FALSE(world.finished("actor"));
    world.run();
    EXPECT_TRUE(world.finished("actor"));
  });
}

TEST(WorldTest, lets_an_action_happen_once_as_its_actor) {
  int times = 0;
  explore([&](World& world) {
    world.may_happen("the action", "someone", [&] {
      ++times;
      world.tell("acts");
    });
    world.run();
    EXPECT_EQ(world.story().text(), "  1  someone  acts\n");
  });
  EXPECT_EQ(times, 1);
}

TEST(WorldTest, ends_what_it_made_in_reverse_order_and_before_explore_returns) {
  std::vector<std::string> ended;
  explore([&](World& world) {
    for (const std::string name : {"first", "second"}) {
      world.make<std::shared_ptr<void>>(nullptr, [&ended, name](void*) { ended.push_back(name); });
    }
  });
  EXPECT_THAT(ended, ElementsAre("second", "first"));
}

TEST(WorldTest, tells_who_a_thread_belongs_to) {
  explore([](World& world) {
    world.tell("looks on");
    world.start("handler", [&] {
      world.tell("starts a thread");
      std::thread([&] { world.tell("works", "late"); }).join();
    });
    EXPECT_EQ(world.story().text(),
              "  1  the test          looks on\n"
              "  2  handler           starts a thread\n"
              "  3  handler's thread  works        <-- late\n");
  });
}

TEST(ExploreTest, walks_every_order_of_events_exactly_once) {
  EXPECT_EQ(orders_of([](World& world) { wait_for_each(world, {"a", "b", "c"}); }), 6);
  EXPECT_EQ(orders_of([](World& world) { wait_for_each(world, {"a", "b", "c", "d"}); }), 24);
  EXPECT_EQ(orders_of([](World&) {}), 1);
}

TEST(ExploreTest, takes_events_of_one_name_in_the_order_in_which_they_came) {
  EXPECT_EQ(orders_of([](World& world) { wait_for_each(world, {"a", "a", "a"}); }), 1);
}

TEST(ExploreTest, walks_only_the_orders_that_events_which_depend_on_each_other_allow) {
  // The two events of each actor come one after the other: 4! / (2! * 2!).
  const int orders = orders_of([](World& world) {
    for (const std::string actor : {"left", "right"}) {
      world.start(actor, [&world, actor] {
        world.wait_for(actor + " begins");
        world.wait_for(actor + " ends");
      });
    }
  });
  EXPECT_EQ(orders, 6);
}

TEST(ExploreTest, walks_events_that_only_some_orders_lead_to) {
  // The late one is only waited for when the cancellation came first.
  const int orders = orders_of([](World& world) {
    auto& cancelled = world.make<std::atomic<bool>>(false);
    world.may_happen("cancel", "client", [&] { cancelled = true; });
    world.start("handler", [&] {
      world.wait_for("fetch returns");
      if (cancelled) world.wait_for("clean-up ends");
    });
  });
  EXPECT_EQ(orders, 2);
}

TEST(ExploreTest, walks_ties_too_when_it_is_told_to) {
  std::vector<std::string> seen;
  explore([&](World& world) {
    world.with_ties();
    auto& trace = world.make<std::string>();
    world.may_happen("a", "a", [&] { trace += 'a'; });
    world.may_happen("b", "b", [&] { trace += 'b'; });
    world.run();
    seen.push_back(trace);
  });
  EXPECT_EQ(seen.size(), 3U) << "a then b, b then a, and both at once";
}

TEST(ExploreTest, reports_the_first_order_that_fails_with_its_story) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      auto& order = world.make<std::string>();
      for (const std::string event : {"a", "b", "c"}) {
        world.start(event, [&, event] {
          world.wait_for(event);
          world.tell("happens");
          order += event;
          if (order == "ba") ADD_FAILURE() << "b came before a";
        });
      }
    });
  });
  EXPECT_THAT(failures, ElementsAre(AllOf(HasSubstr("b came before a\n\n"
                                                    "What happened (order 3 of 6: b -> a -> c):\n"
                                                    "  1  b  happens\n"
                                                    "  2  a  happens\n"
                                                    "  3  c  happens"),
                                          Not(HasSubstr("orders fail")))));
}

TEST(ExploreTest, tells_how_many_orders_fail_when_several_do) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      wait_for_each(world, {"a", "b", "c"});
      ADD_FAILURE() << "always";
    });
  });
  EXPECT_THAT(failures, ElementsAre(AllOf(HasSubstr("(order 1 of 6: a -> b -> c)"),
                                          EndsWith("(6 of 6 orders fail.)"))));
}

TEST(ExploreTest, plays_two_hundred_orders_more_when_one_has_failed_and_leaves_the_rest) {
  int plays = 0;
  const auto failures = failures_of([&plays] {
    explore([&plays](World& world) {
      ++plays;
      wait_for_each(world, {"a", "b", "c", "d", "e", "f"});
      ADD_FAILURE() << "always";
    });
  });
  EXPECT_EQ(plays, 201) << "of 720";
  EXPECT_THAT(failures, ElementsAre(AllOf(HasSubstr("(order 1 of 201 or more: a -> b -> c"),
                                          EndsWith("(201 of 201 orders fail.)"))));
}

TEST(ExploreTest, passes_on_every_failure_of_that_order_and_the_story_once) {
  const auto failures = failures_of([] {
    explore([](World&) {
      ADD_FAILURE() << "one";
      ADD_FAILURE() << "two";
    });
  });
  EXPECT_THAT(failures, ElementsAre(AllOf(HasSubstr("one"), Not(HasSubstr("What happened"))),
                                    AllOf(HasSubstr("two"), HasSubstr("What happened"))));
}

TEST(ExploreTest, passes_on_a_failure_with_the_place_where_it_was_met) {
  testing::TestPartResultArray parts;
  int line = 0;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &parts);
    explore([&](World& world) {
      line = __LINE__ + 1;
      world.start("actor", [] { ADD_FAILURE(); });
    });
  }
  ASSERT_EQ(parts.size(), 1);
  EXPECT_THAT(parts.GetTestPartResult(0).file_name(), EndsWith("world_test.cpp"));
  EXPECT_EQ(parts.GetTestPartResult(0).line_number(), line);
}

TEST(ExploreTest, does_not_take_a_success_for_a_failure) {
  EXPECT_THAT(failures_of([] { explore([](World&) { SUCCEED(); }); }), IsEmpty());
}

TEST(ExploreTest, fails_when_the_scene_does_not_repeat_itself) {
  int times = 0;
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      ++times;
      wait_for_each(world, {"a", times == 1 ? "b" : "c"});
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("The scene did not repeat itself")));
  EXPECT_EQ(times, 2);
}

TEST(ExploreTest, fails_when_the_scene_asks_less_than_before) {
  int times = 0;
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      ++times;
      if (times == 1) wait_for_each(world, {"a", "b"});
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("The scene did not repeat itself")));
}

TEST(ExploreTest, says_both_what_failed_and_that_the_scene_did_not_repeat_itself) {
  int times = 0;
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      ++times;
      wait_for_each(world, {"a", times == 1 ? "b" : "c"});
      EXPECT_EQ(times, 1);
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("(order 2 of 2: "),
                                    HasSubstr("The scene did not repeat itself")));
}

TEST(ExploreTest, fails_when_an_actor_throws_and_goes_on) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      world.start("handler", [] { throw std::runtime_error("no such table"); });
      EXPECT_TRUE(world.finished("handler"));
    });
  });
  EXPECT_THAT(failures,
              ElementsAre(HasSubstr("The handler threw: no such table\nNo exception may leave it. "
                                    "Find out first why it was thrown; catching it would only "
                                    "hide that, unless something can be done about it there.\n\n"
                                    "What happened: nothing.")));
}

TEST(ExploreTest, fails_when_an_actor_throws_what_is_no_exception) {
  const auto failures =
      failures_of([] { explore([](World& world) { world.start("handler", [] { throw 42; }); }); });
  EXPECT_THAT(failures,
              ElementsAre(HasSubstr("The handler threw something that is no std::exception.\n"
                                    "No exception may leave it")));
}

TEST(ExploreTest, fails_when_the_scene_throws_and_still_ends_its_actors) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      wait_for_each(world, {"a"});
      throw std::runtime_error("broken scene");
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("The scene threw: broken scene")));
}

TEST(ExploreTest, fails_at_once_when_what_the_test_calls_waits_for_an_event) {
  bool called = false;
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      world.may_happen("the client gives up", "client", [] {});
      world.tell("calls store.fetch()");
      world.wait_for("the fetch returns");
      called = true;
    });
  });
  EXPECT_THAT(failures,
              ElementsAre(AllOf(HasSubstr("The test itself waits for the event \"the fetch "
                                          "returns\", and so can't let it happen"),
                                HasSubstr("  1  the test  calls store.fetch()\n"
                                          "  2  the test  waits, and never comes back"))));
  EXPECT_FALSE(called);
}

TEST(ExploreTest, bounds_what_it_prints_and_keeps_its_end) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      world.tell("writes " + std::string(70'000, 'x') + " and no more");
      ADD_FAILURE() << std::string(70'000, 'y') << " was the body";
    });
  });
  ASSERT_EQ(failures.size(), 1);
  EXPECT_LT(failures[0].size(), 5000);
  EXPECT_THAT(failures[0], AllOf(HasSubstr("y was the body"), HasSubstr("bytes are left out"),
                                 HasSubstr("the test  writes xxx"), EndsWith("x and no more")));
}

TEST(ExploreTest, fails_for_what_a_mock_finds_at_its_end) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      auto& response = world.make<testing::NiceMock<SpyResponseWriter>>();
      EXPECT_CALL(response, write("hello"));
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("never called")));
}

TEST(ExploreTest, tells_what_happened_at_the_end_of_the_scene_as_well) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      world.make<std::shared_ptr<void>>(nullptr, [&world](void*) {
        world.tell("tidies up");
        ADD_FAILURE() << "too late";
      });
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("  1  end of scene  tidies up")));
}

TEST(LetTest, fails_when_the_event_can_not_happen) {
  const auto failures =
      failures_of([] { explore([](World& world) { world.let("the fetch returns"); }); });
  EXPECT_THAT(failures, ElementsAre(HasSubstr(
                            "It can't happen now that the fetch returns: nobody has come to "
                            "the place where it could. Lead somebody there first, and let it "
                            "happen only once.\n\n"
                            "What happened (order 1 of 1: the fetch returns):")));
}

TEST(LetTest, fails_when_the_event_has_happened_already) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      wait_for_each(world, {"a"});
      world.let("a");
      world.let("a");
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("It can't happen now that a: ")));
}

TEST(LetBothTest, fails_when_one_of_them_can_not_happen) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      wait_for_each(world, {"a"});
      world.let_both("a", "b");
    });
  });
  EXPECT_THAT(failures, ElementsAre(AllOf(HasSubstr("It can't happen now that b: "),
                                          HasSubstr("(order 1 of 1: a and b at once)"))));
}

/// Waits for either of two events and tells which of them it finds to have happened.
class Onlooker {
 public:
  void event(char which) {
    const std::lock_guard lock(mutex_);
    happened_ += which;
    changed_.notify_all();
  }
  void look_on() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !happened_.empty(); });
    seen_ = happened_;
  }
  std::string seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string happened_;
  std::string seen_;
};

/// An onlooker, and two events that it waits for: one of an actor that waits, one of a new actor.
Onlooker& onlooker_of_a_and_b(World& world) {
  auto& onlooker = world.make<Onlooker>();
  world.start("onlooker", [&] { onlooker.look_on(); });
  world.start("a", [&] {
    world.wait_for("a");
    onlooker.event('a');
  });
  world.may_happen("b", "b", [&] { onlooker.event('b'); });
  return onlooker;
}

TEST(LetBothTest, shows_neither_event_to_anybody_before_both_have_happened) {
  explore([](World& world) {
    Onlooker& onlooker = onlooker_of_a_and_b(world);
    world.let_both("a", "b");
    EXPECT_EQ(onlooker.seen(), "ab");
  });
  explore([](World& world) {
    Onlooker& onlooker = onlooker_of_a_and_b(world);
    world.let_both("b", "a");
    EXPECT_EQ(onlooker.seen(), "ba");
  });
}

TEST(LetBothTest, is_not_what_let_twice_does) {
  explore([](World& world) {
    Onlooker& onlooker = onlooker_of_a_and_b(world);
    world.let("a");
    world.let("b");
    EXPECT_EQ(onlooker.seen(), "a");
  });
}

TEST(LetBothTest, holds_for_ties_that_a_walk_chooses) {
  std::vector<std::string> seen;
  explore([&](World& world) {
    world.with_ties();
    Onlooker& onlooker = onlooker_of_a_and_b(world);
    world.run();
    seen.push_back(onlooker.seen());
  });
  EXPECT_THAT(seen, UnorderedElementsAre("a", "b", "ab"));
}

}  // namespace
