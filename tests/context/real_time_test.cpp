/// The one test file in which the real clock runs. Nothing here measures it: each test waits for
/// what must come, and a busy machine only makes it wait longer.

#include <fstream>
#include <future>
#include <sstream>

#include <pthread.h>

#include "support.h"

namespace {

struct Task {
  std::string name;
  std::string state;
  std::string switches;
};

std::string field(const std::string& status, const std::string& name) {
  const std::size_t start = status.find(name + ":\t") + name.size() + 2;
  return status.substr(start, status.find('\n', start) - start);
}

/// The timer threads of this process, as the kernel sees them.
std::vector<Task> timer_threads() {
  std::vector<Task> found;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::stringstream status;
    status << std::ifstream(task.path() / "status").rdbuf();
    const std::string name = field(status.str(), "Name");
    if (name != "context-timer") continue;
    found.push_back(
        {name, field(status.str(), "State"), field(status.str(), "voluntary_ctxt_switches")});
  }
  return found;
}

/// How often the timer threads went to sleep and were woken. Returns once they sleep and go on
/// sleeping.
std::string settled_switches() {
  const auto look = [] {
    std::string switches;
    bool asleep = true;
    for (const Task& task : timer_threads()) {
      switches += task.switches + ' ';
      asleep = asleep && task.state.starts_with('S');
    }
    return asleep ? switches : "";
  };
  for (int quiet = 0;;) {
    const std::string before = look();
    for (int i = 0; i < 100; ++i) std::this_thread::yield();
    const std::string after = look();
    quiet = !after.empty() && before == after ? quiet + 1 : 0;
    if (quiet == 10) return after;
  }
}

TEST(RealTime, ends_a_context_when_its_deadline_comes) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);

  wait_for_end(ctx);

  EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
  EXPECT_GE(context::Clock::now(), *ctx.deadline());
}

TEST(RealTime, wakes_for_an_earlier_deadline_that_comes_later) {
  const auto [later, cancel_later] = context::with_timeout(context::background(), 1h);
  const auto [earlier, cancel_earlier] = context::with_timeout(context::background(), 1ms);

  wait_for_end(earlier);

  EXPECT_EQ(earlier.err(), context::Errc::deadline_exceeded);
  EXPECT_FALSE(later.err());
}

TEST(RealTime, has_few_threads_for_all_deadlines) {
  std::vector<context::Derived> contexts;
  for (int i = 0; i < 100; ++i) {
    contexts.push_back(context::with_timeout(context::background(), 1h));
  }
  for (int i = 0; i < 100; ++i) {
    const auto [ctx, cancel] = context::with_timeout(contexts[0].ctx, 1us);
    wait_for_end(ctx);
  }
  (void)settled_switches();

  EXPECT_LE(timer_threads().size(), 3U) << "one on watch, and two that rest";
}

TEST(RealTime, runs_callbacks_on_the_timer_thread) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
  std::promise<std::string> name;
  const auto call = context::after_func(ctx, [&] {
    char buffer[16] = {};
    pthread_getname_np(pthread_self(), buffer, sizeof buffer);
    name.set_value(buffer);
  });

  EXPECT_EQ(name.get_future().get(), "context-timer");
}

TEST(RealTime, is_idle_when_nothing_is_due) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1h);
  const std::string before = settled_switches();

  for (int i = 0; i < 1000; ++i) {
    const auto [later, cancel_later] = context::with_timeout(context::background(), 2h);
  }

  EXPECT_EQ(settled_switches(), before)
      << "timeouts that come and go later than the next one due woke the timer thread";
}

TEST(RealTime, lets_a_deadline_be_derived_and_cancelled_by_a_callback_of_the_timer_thread) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
  std::promise<std::error_code> inner;
  const auto call = context::after_func(ctx, [&] {
    const auto [other, cancel_other] = context::with_timeout(context::background(), 1h);
    cancel_other();
    inner.set_value(other.err());
  });

  EXPECT_EQ(inner.get_future().get(), context::Errc::canceled);
}

TEST(RealTime, sleep_for_sleeps_to_the_end) {
  const auto start = context::Clock::now();

  EXPECT_FALSE(context::sleep_for(context::background(), 2ms));

  EXPECT_GE(context::Clock::now() - start, 2ms);
}

TEST(RealTime, sleep_for_wakes_when_the_deadline_of_the_context_comes) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);

  EXPECT_EQ(context::sleep_for(ctx, 1h), context::Errc::deadline_exceeded);
}

}  // namespace
