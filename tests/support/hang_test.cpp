// Scenes that hang. Their threads are abandoned by the stage for good; the tests let them go in the
// end all the same, so that these tests can be repeated as often as one likes.
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <time.h>

#include "support/failures.h"
#include "support/leftover.h"
#include "support/settle.h"
#include "support/stage.h"

namespace {

using stage::expect_no_thread_left;
using stage::failures_of;
using stage::Gate;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Waits by the wall clock, as no test and no answer may; or until it is told to stop.
class Alarm {
 public:
  void wait_an_hour() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::hours(1), [this] { return over_; });
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    over_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
};

class HangTest : public testing::Test {
 protected:
  ~HangTest() override {
    gate->open();
    alarm->stop();
    *over = true;
    stage::set_spin_limit(1);
  }

  // Abandoned threads outlive the test.
  const std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  const std::shared_ptr<Alarm> alarm = std::make_shared<Alarm>();
  const std::shared_ptr<std::atomic<bool>> over = std::make_shared<std::atomic<bool>>(false);
};

using LeftoverTest = HangTest;

TEST_F(HangTest, names_a_handler_that_never_returns) {
  const double start = processor_seconds();
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      auto& client = world.make<Client>(world);
      client.sends_to([gate = gate](auto&, auto&) { gate->wait(); });
    });
  });
  EXPECT_THAT(
      failures,
      ElementsAre(
          AllOf(HasSubstr("The handler hangs: every thread is blocked, and no event is left that "
                          "could wake one. Let it be woken by what it waits for, and by the end of "
                          "its context.\n\nWhat happened:\n"),
                HasSubstr("handler  never comes to its end        <-- it waits for what will not "
                          "happen"))));
  EXPECT_LT(processor_seconds() - start, 1) << "It must be seen at once, not after a timeout.";
}

TEST_F(HangTest, names_each_actor_that_hangs_and_no_other) {
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      world.start("one", [gate = gate] { gate->wait(); });
      world.start("innocent", [] {});
      world.start("other", [gate = gate] { gate->wait(); });
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("The one hangs"), HasSubstr("The other hangs")));
}

TEST_F(HangTest, names_the_order_in_which_it_hangs_and_walks_the_others) {
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      auto& cancelled = world.make<std::atomic<bool>>(false);
      world.may_happen("cancel", "client", [&] { cancelled = true; });
      world.start("handler", [&world, &cancelled, gate = gate] {
        world.wait_for("fetch returns");
        if (!cancelled) gate->wait();
      });
    });
  });
  EXPECT_THAT(failures, ElementsAre(AllOf(HasSubstr("The handler hangs"),
                                          HasSubstr("(order 2 of 2: fetch returns -> cancel)"))));
}

TEST_F(HangTest, leaves_the_next_scene_in_peace) {
  EXPECT_THAT(
      failures_of([&] {
        explore([&](World& world) { world.start("handler", [gate = gate] { gate->wait(); }); });
      }),
      ElementsAre(HasSubstr("The handler hangs")));
  EXPECT_GT(stage::times_abandoned(), 0);

  int orders = 0;
  explore([&](World& world) {
    ++orders;
    world.start("a", [&] { world.wait_for("a"); });
    world.start("b", [&] { world.wait_for("b"); });
    world.run();
    EXPECT_TRUE(world.finished("a"));
    EXPECT_TRUE(world.finished("b"));
  });
  EXPECT_EQ(orders, 2);
}

TEST_F(HangTest, names_a_thread_that_waits_by_the_wall_clock) {
  const auto failures = failures_of([&] {
    explore(
        [&](World& world) { world.start("handler", [alarm = alarm] { alarm->wait_an_hour(); }); });
  });
  EXPECT_THAT(failures,
              ElementsAre(HasSubstr("The thread 'handler' waits by the wall clock (a wait "
                                    "with a timeout).")));
}

TEST_F(HangTest, names_a_thread_that_a_handler_has_started_and_that_waits_by_the_wall_clock) {
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      world.start("handler", [alarm = alarm] {
        std::thread([&] {
          stage::name_this_thread("worker");
          alarm->wait_an_hour();
        }).join();
      });
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("The thread 'worker' waits by the wall clock")));
}

TEST_F(HangTest, names_a_thread_that_spins) {
  stage::set_spin_limit(0.02);
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      world.start("handler", [over = over] {
        while (!*over) continue;
      });
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("The thread 'handler' spins: it runs and runs")));
}

TEST_F(HangTest, lets_nothing_more_happen_in_a_world_that_is_stuck) {
  int scenes = 0;
  bool started = false;
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      ++scenes;
      world.may_happen("a", "someone", [] {});
      world.may_happen("b", "someone", [] {});
      world.start("handler", [alarm = alarm] { alarm->wait_an_hour(); });
      world.start("late", [&] { started = true; });
      world.let("the fetch returns");
      world.let_both("a", "the fetch returns");
      world.run();
      EXPECT_TRUE(world.finished("handler")) << "what follows from it";
    });
  });
  EXPECT_THAT(failures, ElementsAre(AllOf(HasSubstr("waits by the wall clock"),
                                          HasSubstr("time to pass.\n\nWhat happened: nothing."))));
  EXPECT_FALSE(started);
  EXPECT_EQ(scenes, 1) << "A thread that will wake up by itself would disturb the next order.";
}

TEST_F(HangTest, keeps_what_failed_before) {
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      EXPECT_TRUE(false) << "the first thing";
      world.start("handler", [alarm = alarm] { alarm->wait_an_hour(); });
      EXPECT_TRUE(false) << "what follows from it";
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("the first thing"), HasSubstr("by the wall clock")));
}

TEST_F(HangTest, does_not_blame_a_later_test_when_an_abandoned_thread_wakes_up) {
  const auto written = std::make_shared<Gate>();
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      auto& client = world.make<Client>(world);
      client.gives_up();
      client.sends_to([alarm = alarm, written](auto& response, auto&) {
        alarm->wait_an_hour();
        response.write("late");
        written->open();
      });
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("waits by the wall clock")));

  EXPECT_THAT(failures_of([&] {
                alarm->stop();
                written->wait();
              }),
              IsEmpty());
}

TEST_F(HangTest, says_that_the_end_of_a_scene_hangs) {
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      world.make<std::shared_ptr<void>>(nullptr, [&world, gate = gate](void*) {
        world.tell("waits for its worker");
        gate->wait();
      });
    });
  });
  EXPECT_THAT(
      failures,
      ElementsAre(AllOf(HasSubstr("The scene is over, but its end hangs: something that is "
                                  "being destroyed waits for a thread that never ends. Tell that "
                                  "thread to end before you join it."),
                        HasSubstr("  1  end of scene  waits for its worker"))));
}

TEST_F(HangTest, says_that_the_end_of_a_scene_waits_by_the_wall_clock) {
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      world.make<std::shared_ptr<void>>(nullptr, [alarm = alarm](void*) { alarm->wait_an_hour(); });
    });
  });
  EXPECT_THAT(failures,
              ElementsAre(HasSubstr("The thread 'end of scene' waits by the wall clock")));
}

TEST_F(HangTest, ends_a_scene_whose_events_go_on_and_on) {
  int scenes = 0;
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      ++scenes;
      auto& client = world.make<Client>(world);
      client.may_give_up();
      client.sends_to([&world, over = over](auto&, auto&) {
        while (!*over) world.wait_for("the fetch returns");
      });
    });
  });
  EXPECT_THAT(failures, ElementsAre(AllOf(HasSubstr("The scene goes on and on: 100 events"),
                                          HasSubstr("Let what is repeated come to an end."),
                                          HasSubstr("(order 1 of 1: "))));
  EXPECT_EQ(scenes, 1);
}

TEST_F(LeftoverTest, is_quiet_when_every_thread_was_joined) {
  EXPECT_THAT(
      failures_of([] {
        explore([](World& world) { world.start("handler", [] { std::thread([] {}).join(); }); });
        expect_no_thread_left();
      }),
      IsEmpty());
}

TEST_F(LeftoverTest, blames_a_detached_thread_once) {
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      world.start("handler", [gate = gate] { std::thread([gate] { gate->wait(); }).detach(); });
    });
  });
  EXPECT_THAT(failures,
              ElementsAre(HasSubstr("A thread was left behind: the handler started it, "
                                    "and nobody has joined it. Join it before you return, or keep "
                                    "it in a std::jthread.\n\nWhat happened")));
  EXPECT_THAT(failures_of(expect_no_thread_left), IsEmpty());
}

TEST_F(LeftoverTest, blames_each_thread_in_each_order) {
  const auto failures = failures_of([&] {
    explore([&](World& world) {
      world.may_happen("a", "client", [] {});
      world.may_happen("b", "client", [] {});
      world.start("handler", [gate = gate] {
        for (int i = 0; i < 2; ++i) std::thread([gate] { gate->wait(); }).detach();
      });
    });
  });
  EXPECT_THAT(failures, ElementsAre(HasSubstr("A thread was left behind"),
                                    AllOf(HasSubstr("A thread was left behind"),
                                          EndsWith("(2 of 2 orders fail.)"))));
}

TEST_F(LeftoverTest, blames_a_thread_that_was_left_without_any_scene) {
  std::thread([gate = gate] {
    stage::name_this_thread("stray");
    gate->wait();
  }).detach();
  EXPECT_THAT(failures_of(expect_no_thread_left),
              ElementsAre(HasSubstr("A thread was left behind: the stray started it")));
  EXPECT_THAT(failures_of(expect_no_thread_left), IsEmpty());
}

TEST_F(LeftoverTest, says_of_a_left_thread_that_it_spins) {
  stage::set_spin_limit(0.02);
  std::thread([over = over] {
    stage::name_this_thread("stray");
    while (!*over) continue;
  }).detach();
  EXPECT_THAT(failures_of(expect_no_thread_left),
              ElementsAre(HasSubstr("The thread 'stray' spins"),
                          AllOf(HasSubstr("A thread was left behind"), HasSubstr("stray"))));
}

TEST_F(LeftoverTest, does_not_blame_a_thread_that_is_about_to_end) {
  EXPECT_THAT(failures_of([] {
                std::thread([] {
                  for (std::atomic<int> i = 0; i < 100'000;) ++i;
                }).detach();
                expect_no_thread_left();
              }),
              IsEmpty());
}

}  // namespace
