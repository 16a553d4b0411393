#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "racing.h"
#include "support/at_once.h"
#include "support/failures.h"
#include "support/points/turns.h"
#include "support/stage.h"

namespace {

using stage::failures_of;
using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSubsetOf;
using testing::SizeIs;

/// Two who come at once. `enter` says whether one was let in.
template <class Enter>
void two_enter(World& world, Enter enter) {
  auto& winners = world.make<std::atomic<int>>(0);
  const auto comes = [&winners, enter] {
    if (enter()) ++winners;
  };
  at_once(world, {{"ann", comes}, {"ben", comes}});
  EXPECT_EQ(winners, 1);
}

TEST(Points, are_where_two_who_look_before_they_take_can_be_held) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      auto& taken = world.make<bool>(false);
      two_enter(world, [&taken] { return racing::takes_if_free(taken); });
    });
  });

  EXPECT_THAT(failures,
              ElementsAre(AllOf(HasSubstr("Which is: 2"), HasSubstr("a thread was held on its way"),
                                ContainsRegex("ann +is held at racing.cpp:16, before it writes"),
                                ContainsRegex("ann +goes on"))));
}

TEST(Points, show_who_touches_what_was_freed) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      auto& parcel = world.make<racing::ParcelWithoutShares>();
      parcel.there = new racing::Parcel;
      at_once(world, {{"ann", [&] { racing::looks_into(parcel); }},
                      {"ben", [&] { racing::frees(parcel); }}});
    });
  });

  EXPECT_THAT(failures, ElementsAre(AllOf(
                            ContainsRegex("The ann touches memory at racing.cpp:[0-9]+ that has "
                                          "been freed at racing.cpp:[0-9]+"),
                            ContainsRegex("ann +is held at racing.cpp:[0-9]+, before it reads"),
                            ContainsRegex("ann +touches what has been freed at racing.cpp:"))));
}

TEST(Points, show_who_frees_twice_also_on_the_tests_thread) {
  const auto failures =
      failures_of([] { explore([](World&) { racing::frees_twice(new bool(true)); }); });

  EXPECT_THAT(failures, ElementsAre(HasSubstr("that has been freed at racing.cpp:")));
}

TEST(Points, leave_alone_who_wakes_by_an_address_whatever_is_there_by_now) {
  explore([](World& world) {
    auto* const semaphore = new std::binary_semaphore(0);
    at_once(world, {{"ann", [semaphore] { racing::acquires_and_deletes(semaphore); }},
                    {"ben", [semaphore] { racing::releases(*semaphore); }}});
    EXPECT_TRUE(world.finished("ann"));
  });
}

TEST(Points, leave_those_alone_who_share_what_they_free) {
  explore([](World& world) {
    auto& ann = world.make<std::shared_ptr<racing::Parcel>>(racing::a_parcel());
    auto& ben = world.make<std::shared_ptr<racing::Parcel>>(ann);
    const auto looks_into = [](std::shared_ptr<racing::Parcel>& parcel) {
      racing::looks_into(*parcel);
      racing::drops(parcel);
    };
    at_once(world, {{"ann", [&, looks_into] { looks_into(ann); }},
                    {"ben", [&, looks_into] { looks_into(ben); }}});
  });
}

TEST(Points, are_atomics_too) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      auto& taken = world.make<std::atomic<bool>>(false);
      two_enter(world, [&taken] { return racing::takes_if_free(taken); });
    });
  });

  EXPECT_THAT(failures, ElementsAre(ContainsRegex("ann +is held at racing.cpp:[0-9]+, before it")));
}

TEST(Points, leave_those_alone_who_take_under_a_mutex) {
  explore([](World& world) {
    auto& mutex = world.make<std::mutex>();
    auto& taken = world.make<bool>(false);
    two_enter(world, [&] { return racing::takes_under_a_mutex(taken, mutex); });
  });
}

TEST(Points, leave_those_alone_who_take_by_an_exchange) {
  explore([](World& world) {
    auto& taken = world.make<std::atomic<bool>>(false);
    two_enter(world, [&taken] { return racing::takes_by_exchange(taken); });
  });
}

TEST(Points, let_go_on_whom_another_spins_for) {
  explore([](World& world) {
    auto& lock = world.make<std::atomic_flag>();
    auto& taken = world.make<bool>(false);
    two_enter(world, [&] { return racing::takes_under_a_spin_lock(taken, lock); });
  });
}

/// One waits for a parcel, another brings it: an event.
template <class Wait, class Bring>
void is_brought(World& world, Wait wait, Bring bring) {
  auto& parcel = world.make<racing::Parcel>();
  world.with_holds_over_events();
  world.start("ann", [&parcel, wait] { wait(parcel); });
  world.may_happen("ben brings it", "ben", [&parcel, bring] { bring(parcel); });
  world.run();
  EXPECT_TRUE(world.finished("ann"));
}

TEST(Points, are_between_a_look_and_the_sleep) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      is_brought(world, racing::waits_for, racing::brings_without_the_mutex);
    });
  });

  EXPECT_THAT(
      failures,
      ElementsAre(AllOf(HasSubstr("The ann hangs"),
                        ContainsRegex("ann +is held at racing.cpp:55, before it falls asleep"))));
}

TEST(Points, leave_those_alone_who_lose_no_wake_up) {
  explore([](World& world) { is_brought(world, racing::waits_for, racing::brings); });
  explore([](World& world) {
    is_brought(world, racing::waits_for_the_number, racing::brings_the_number);
  });
}

TEST(Points, wake_several_one_after_the_other_and_not_whoever_is_quicker) {
  std::set<std::string> orders;
  for (int i = 0; i < 200; ++i) {
    explore([&orders](World& world) {
      auto& parcel = world.make<racing::Parcel>();
      auto& order = world.make<std::string>();
      for (const std::string name : {"ann", "ben", "cleo", "dora"}) {
        world.start(name,
                    [&, name] { racing::waits_and_then(parcel, [&] { order += name + ' '; }); });
      }
      world.start("bringer", [&] { racing::brings_to_all(parcel); });
      orders.insert(order);
    });
  }

  const std::set<std::string> oldest_or_youngest_first{"ann ben cleo dora ", "dora cleo ben ann "};
  EXPECT_THAT(orders, IsSubsetOf(oldest_or_youngest_first));
}

TEST(Points, are_met_over_an_event_only_if_the_scene_says_so) {
  explore([](World& world) {
    auto& parcel = world.make<racing::Parcel>();
    world.start("ann", [&parcel] { racing::waits_for(parcel); });
    world.may_happen("ben brings it", "ben",
                     [&parcel] { racing::brings_without_the_mutex(parcel); });
    world.run();
  });
}

TEST(Points, are_those_of_threads_that_the_answer_makes) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      auto& taken = world.make<bool>(false);
      auto& winners = world.make<std::atomic<int>>(0);
      world.start("ann",
                  [&] { racing::twice([&] { winners += racing::takes_if_free(taken) ? 1 : 0; }); });
      EXPECT_EQ(winners, 1);
    });
  });

  EXPECT_THAT(failures, ElementsAre(ContainsRegex("ann's thread +is held at racing.cpp:16")));
}

struct Place {
  bool taken = false;
  std::atomic<int> winners = 0;
};

TEST(Points, are_those_of_threads_that_c_makes) {
  const auto failures = failures_of([] {
    explore([](World& world) {
      auto& place = world.make<Place>();
      world.start("ann", [&] {
        racing::twice_in_c(
            [](void* given) {
              auto* const there = static_cast<Place*>(given);
              there->winners += racing::takes_if_free(there->taken) ? 1 : 0;
            },
            &place);
      });
      EXPECT_EQ(place.winners, 1);
    });
  });

  EXPECT_THAT(failures, ElementsAre(ContainsRegex("ann's thread +is held at racing.cpp:16")));
}

TEST(Points, let_the_test_wait_for_the_answers_threads_itself) {
  explore([](World& world) {
    auto& waiting = world.make<std::shared_ptr<void>>();
    world.start("ann", [&] { waiting = racing::a_waiting_thread(); });
    waiting = nullptr;
  });
}

TEST(Points, are_passed_by_many_whom_the_test_waits_for) {
  for (int i = 0; i < 20; ++i) {
    explore([](World& world) {
      auto& number = world.make<std::atomic<int>>(0);
      racing::together(40, number);
      EXPECT_EQ(number, 40);
    });
  }
}

TEST(Points, let_those_take_turns_who_yield_to_each_other) {
  explore([](World& world) {
    auto& number = world.make<std::atomic<int>>(0);
    at_once(world, {{"ann", [&] { racing::waits_politely_for(number); }},
                    {"ben", [&] { racing::yields_and_then_says(number); }}});
    EXPECT_TRUE(world.finished("ann"));
  });
}

TEST(Points, can_be_met_whoever_comes_first) {
  for (const auto& [looker, taker] : {std::pair("ann", "ben"), std::pair("ben", "ann")}) {
    const auto failures = failures_of([looker, taker] {
      explore([looker, taker](World& world) {
        auto& there = world.make<std::atomic<bool>>(true);
        auto& seen = world.make<std::atomic<bool>>(true);
        at_once(world, {{looker, [&] { seen = racing::is_there_twice(there); }},
                        {taker, [&] { racing::takes_away(there); }}});
        EXPECT_TRUE(seen);
      });
    });
    EXPECT_THAT(failures, SizeIs(1)) << looker;
  }
}

TEST(Points, are_nobodys_in_a_child_process) {
  explore([](World& world) {
    auto& taken = world.make<bool>(false);
    world.start("ann", [&] { racing::forks(taken); });
    EXPECT_FALSE(taken);
  });
}

TEST(Points, are_not_what_no_compiler_sees) {
  explore([](World& world) {
    auto& number = world.make<int>(0);
    world.start("ann", [&] { racing::increments_in_assembly(number); });
    EXPECT_EQ(number, 1);
  });
}

TEST(Points, are_too_many_in_a_million) {
  testing::internal::CaptureStdout();
  explore([](World& world) {
    auto& counter = world.make<std::atomic<int>>(0);
    world.start("ann", [&] { racing::counts_to(counter, 1'000'000); });
    world.start("ben", [&] { racing::counts_to(counter, 1); });
  });

  EXPECT_THAT(testing::internal::GetCapturedStdout(),
              HasSubstr("More than 100000 points in one walk: only its events are walked."));
}

TEST(Points, lead_to_the_same_story_each_time) {
  std::set<std::string> stories;
  for (int i = 0; i < 100; ++i) {
    for (const std::string& failure : failures_of([] {
           explore([](World& world) {
             auto& taken = world.make<bool>(false);
             two_enter(world, [&taken] { return racing::takes_if_free(taken); });
           });
         })) {
      stories.insert(failure);
    }
  }
  EXPECT_THAT(stories, SizeIs(1));
}

}  // namespace
