#include "support/os/freeze.h"

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdint>

#include <linux/futex.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace stage::os {
namespace {

std::atomic<std::uint32_t> held{0};
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

long futex(int operation, std::uint32_t value) {
  return syscall(SYS_futex, &held, operation, value, nullptr, nullptr, 0);
}

/// Runs on the frozen thread, on top of whatever blocks it; uses only what a signal handler may.
void hold_still(int /*signal*/) {
  const int error = errno;
  while (futex(FUTEX_WAIT_PRIVATE, 1) == 0 || errno == EINTR) continue;
  errno = error;
}

}  // namespace

Freeze::Freeze(std::span<const Thread> threads) {
  struct sigaction action{};
  action.sa_handler = hold_still;
  action.sa_flags = SA_RESTART;
  sigaction(SIGURG, &action, nullptr);  // what debuggers pass on without a word
  held = 1;
  for (const Thread& thread : threads) syscall(SYS_tgkill, getpid(), thread.id, SIGURG);
}

Freeze::~Freeze() {
  held = 0;
  futex(FUTEX_WAKE_PRIVATE, INT_MAX);
}

}  // namespace stage::os
