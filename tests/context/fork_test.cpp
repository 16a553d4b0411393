/// fork() while deadlines are armed, fire and are cancelled. Each child must come to its end, with
/// 0: whatever the threads that it has not got were about to do.

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "context/context.h"

namespace {

using namespace std::chrono_literals;

/// Timers come due and go as fast as they can.
struct Turmoil {
  std::jthread firing{[](const std::stop_token& over) {
    while (!over.stop_requested()) {
      std::vector<context::Derived> some;
      some.reserve(20);
      for (int i = 0; i < 20; ++i) {
        some.push_back(context::with_timeout(context::background(), i * 1us));
      }
      std::this_thread::yield();
    }
  }};
};

/// A static object of the program, as its exit destroys it.
context::Derived longest;

/// Kills a child that hangs, with SIGALRM.
void give_up_after_a_minute() { alarm(60); }

/// Runs `child` in a child, and says whether it ended well.
template <class F>
bool ends_well(F child) {
  std::fflush(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    give_up_after_a_minute();
    child();
    std::exit(0);  // NOLINT(concurrency-mt-unsafe): that is the test
  }
  int status = -1;
  return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

void must(bool ok) {
  if (!ok) std::_Exit(1);
}

bool children_exit() {
  const Turmoil turmoil;
  for (int i = 0; i < 300; ++i) {
    if (!ends_well([] {})) return false;
  }
  return true;
}

bool deadlines_of_a_child_come() {
  return ends_well([] {
    const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
    std::atomic<bool> ran = false;
    const auto call = context::after_func(ctx, [&ran] {
      ran = true;
      ran.notify_one();
    });
    ran.wait(false);
    must(!context::sleep_for(context::background(), 1ms));
  });
}

bool deadlines_of_the_parent_come_in_the_child_too() {
  const auto inherited = context::with_timeout(context::background(), 1ms);
  return ends_well([&inherited] {
    const auto own = context::with_timeout(context::background(), 1ms);
    while (!inherited.ctx.err() || !own.ctx.err()) std::this_thread::yield();
  });
}

bool a_sleep_in_the_child_ends_with_the_deadline_of_the_parent() {
  const auto inherited = context::with_timeout(context::background(), 10ms);
  return ends_well([&inherited] {
    must(context::sleep_for(inherited.ctx, 1h) == context::Errc::deadline_exceeded);
  });
}

bool a_grandchild_is_a_child() {
  return ends_well([] { must(deadlines_of_a_child_come()); });
}

bool a_callback_of_a_deadline_may_fork() {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
  std::atomic<int> ended = 0;
  const auto call = context::after_func(ctx, [&ended] {
    ended = ends_well([] { must(deadlines_of_a_child_come()); }) ? 1 : 2;
    ended.notify_one();
  });
  ended.wait(0);
  return ended == 1;
}

}  // namespace

/// ThreadSanitizer would end a child that starts a thread.
/// NOLINTNEXTLINE(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" const char* __tsan_default_options() { return "die_after_fork=0"; }

/// And AddressSanitizer would count what a child inherits from threads that it has not got.
/// NOLINTNEXTLINE(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }

int main() {
  give_up_after_a_minute();
  longest = context::with_timeout(context::background(), 1h);
  const bool ok = children_exit() && deadlines_of_a_child_come() &&
                  deadlines_of_the_parent_come_in_the_child_too() &&
                  a_sleep_in_the_child_ends_with_the_deadline_of_the_parent() &&
                  a_grandchild_is_a_child() && a_callback_of_a_deadline_may_fork();
  return ok ? 0 : 1;
}
