/// What a callback of a deadline finds on its thread, and hands on to the threads that it starts:
/// the signals of the program, and its processors. A program of its own, for it is the thread that
/// makes the first deadline that must not matter.

#include <chrono>
#include <csignal>
#include <cstdio>
#include <semaphore>
#include <thread>

#include <pthread.h>
#include <sched.h>

#include "context/context.h"

namespace {

using namespace std::chrono_literals;

struct Manners {
  sigset_t blocked{};
  int processors = 0;
};

Manners of_this_thread() {
  Manners manners;
  pthread_sigmask(SIG_BLOCK, nullptr, &manners.blocked);
  cpu_set_t set;
  sched_getaffinity(0, sizeof set, &set);
  manners.processors = CPU_COUNT(&set);
  return manners;
}

/// In a callback of a deadline, or in a thread that it starts.
Manners of_a_callback(bool in_a_thread_of_its_own) {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 1ms);
  Manners manners;
  std::binary_semaphore done(0);
  const auto call = context::after_func(ctx, [&] {
    if (in_a_thread_of_its_own) {
      std::jthread([&] { manners = of_this_thread(); }).join();
    } else {
      manners = of_this_thread();
    }
    done.release();
  });
  done.acquire();
  return manners;
}

bool says(bool ok, const char* what) {
  if (!ok) std::fprintf(stderr, "wrong: %s\n", what);
  return ok;
}

bool good(const Manners& manners, int processors) {
  bool ok = true;
  for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    ok = says(sigismember(&manners.blocked, crash) == 0, "a crash handler would be mute") && ok;
  }
  ok = says(sigismember(&manners.blocked, SIGUSR1) == 0,
            "a signal is blocked that the program "
            "wants") &&
       ok;
  ok = says(sigismember(&manners.blocked, SIGUSR2) == 1,
            "a signal is not blocked that the program "
            "has blocked") &&
       ok;
  return says(manners.processors == processors, "the processors are not the program's") && ok;
}

}  // namespace

int main() {
  const int processors = of_this_thread().processors;
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGUSR2);
  pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  std::jthread([] {  // makes the first deadline, on one processor only
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    const auto first = context::with_timeout(context::background(), 1h);
  })
      .join();

  const bool callback = good(of_a_callback(false), processors);
  const bool thread = good(of_a_callback(true), processors);
  return callback && thread ? 0 : 1;
}
