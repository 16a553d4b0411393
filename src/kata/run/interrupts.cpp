#include "kata/run/interrupts.h"

#include <array>
#include <cstdint>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace kata {
namespace {

int blocked_signals(sigset_t& before) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGQUIT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, &before);
  return signalfd(-1, &set, SFD_CLOEXEC);
}

}  // namespace

Interrupts::Interrupts()
    : before_(),
      derived_(context::with_cancel(context::background())),
      signals_(blocked_signals(before_)),
      over_(eventfd(0, EFD_CLOEXEC)),
      listener_([this] { listen(); }) {}

Interrupts::~Interrupts() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(over_, &one, sizeof one);
  listener_.join();
  close(signals_);
  close(over_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interrupts::listen() {
  while (true) {
    std::array<pollfd, 2> waits{{{signals_, POLLIN, 0}, {over_, POLLIN, 0}}};
    poll(waits.data(), waits.size(), -1);
    if (waits[1].revents != 0) return;
    signalfd_siginfo info;
    if (waits[0].revents == 0 || read(signals_, &info, sizeof info) != sizeof info) continue;
    if (signal_ == 0) signal_ = static_cast<int>(info.ssi_signo);
    derived_.cancel();
  }
}

}  // namespace kata
