#include "context/detail/thread_manners.h"

#include <initializer_list>

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

namespace context::inline v1::detail {

SignalMask::SignalMask(const sigset_t& mask) noexcept {
  pthread_sigmask(SIG_SETMASK, &mask, &before_);
}

SignalMask::~SignalMask() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

sigset_t all_but_crashes() noexcept {
  sigset_t mask;
  sigfillset(&mask);
  for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS}) {
    sigdelset(&mask, crash);
  }
  return mask;
}

void settle_in(const char* name) noexcept {
#ifdef __linux__
  pthread_setname_np(pthread_self(), name);
  cpu_set_t processors;
  if (sched_getaffinity(getpid(), sizeof processors, &processors) == 0) {
    sched_setaffinity(0, sizeof processors, &processors);
  }
#else
  (void)name;
#endif
}

}  // namespace context::inline v1::detail
