/// What the timer threads think, step by step: no thread and no clock here. A test can disarm and
/// arm between any two steps, as another thread may.

#include "context/detail/agenda.h"

#include <functional>
#include <optional>

#include "context/detail/time_source.h"
#include "support.h"

namespace {

using context::detail::Agenda;
using context::detail::DeadlineNode;
using Root = context::detail::Root<DeadlineNode>;
using TimePoint = context::Clock::time_point;

/// A timer that is armed by hand, in a queue of the test's choice.
class Timer {
 public:
  Timer(context::Clock::duration when, std::size_t queue)
      : node_(new Root(nullptr, TimePoint() + when, std::error_code())), queue_(queue) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { delete node_; }

  [[nodiscard]] bool arm(Agenda& agenda) {
    armed_ = true;
    return agenda.arm(*node_, queue_);
  }
  void disarm(Agenda& agenda) {
    armed_ = false;
    agenda.disarm(*node_);
  }
  [[nodiscard]] TimePoint when() const { return armed_ ? node_->deadline : TimePoint::max(); }

 private:
  Root* node_;
  std::size_t queue_;
  bool armed_ = false;
};

/// The watch on its way to sleep. What is done to the timers comes before the step of that number;
/// the last step is the sleep itself.
struct Watch {
  static constexpr std::size_t steps = Agenda::queues + 2;

  template <class Between>
  void goes_to_sleep(const Between& between) {
    between(0);
    Agenda::Search search(agenda);
    for (std::size_t step = 1; search.step(); ++step) between(step);
    between(Agenda::queues + 1);
    agenda.watch_looks_again_at(search.next().when);
    between(Agenda::queues + 2);
    sleeps_until = search.next().when;
  }

  void arms(Timer& timer) { woken = timer.arm(agenda) || woken; }

  Agenda agenda;
  TimePoint sleeps_until;
  bool woken = false;
};

TEST(Agenda, a_search_finds_the_earliest_of_all_queues) {
  Agenda agenda;
  Timer late(9ms, 0);
  Timer early(2ms, 5);
  (void)late.arm(agenda);
  (void)early.arm(agenda);

  const auto next = agenda.search();

  EXPECT_EQ(next.when, early.when());
  early.disarm(agenda);
  late.disarm(agenda);
}

TEST(Agenda, a_search_of_nothing_finds_nothing) {
  Agenda agenda;

  EXPECT_EQ(agenda.search().when, TimePoint::max());
  EXPECT_EQ(agenda.search().queue, nullptr);
}

TEST(Agenda, loses_no_deadline_to_a_disarm_at_any_moment) {
  for (std::size_t moment = 0; moment <= Watch::steps; ++moment) {
    for (std::size_t queue_of_late = 0; queue_of_late < Agenda::queues; ++queue_of_late) {
      Watch watch;
      Timer early(2ms, 3);
      Timer late(3ms, queue_of_late);
      watch.arms(early);
      watch.arms(late);
      watch.woken = false;

      watch.goes_to_sleep([&](std::size_t step) {
        if (step == moment) early.disarm(watch.agenda);
      });

      EXPECT_TRUE(watch.woken || watch.sleeps_until <= late.when())
          << "the watch sleeps past a deadline of queue " << queue_of_late
          << ", because another was taken back before step " << moment;
      if (early.when() != TimePoint::max()) early.disarm(watch.agenda);
      late.disarm(watch.agenda);
    }
  }
}

TEST(Agenda, loses_no_deadline_to_two_timers_that_come_and_go_at_any_moments) {
  for (std::size_t first = 0; first <= Watch::steps; ++first) {
    for (std::size_t second = first; second <= Watch::steps; ++second) {
      for (std::size_t queue = 0; queue < Agenda::queues * Agenda::queues; ++queue) {
        Watch watch;
        Timer early(2ms, 3);
        Timer late(5ms, queue % Agenda::queues);
        Timer new_one(3ms, queue / Agenda::queues);
        watch.arms(early);
        watch.arms(late);
        watch.woken = false;

        watch.goes_to_sleep([&](std::size_t step) {
          if (step == first) watch.arms(new_one);
          if (step == second) early.disarm(watch.agenda);
        });

        EXPECT_TRUE(watch.woken || watch.sleeps_until <= std::min(new_one.when(), late.when()))
            << "armed in queue " << queue / Agenda::queues << " before step " << first
            << ", taken back before step " << second;
        for (Timer* const timer : {&early, &late, &new_one}) {
          if (timer->when() != TimePoint::max()) timer->disarm(watch.agenda);
        }
      }
    }
  }
}

TEST(Agenda, wakes_nobody_for_a_deadline_after_the_next_look) {
  Watch watch;
  Timer early(2ms, 0);
  Timer late(3ms, 1);
  watch.arms(early);
  watch.goes_to_sleep([](std::size_t) {});
  watch.woken = false;

  watch.arms(late);

  EXPECT_FALSE(watch.woken);
  early.disarm(watch.agenda);
  late.disarm(watch.agenda);
}

}  // namespace
