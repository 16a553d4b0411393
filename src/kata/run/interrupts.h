#pragma once
#include <atomic>
#include <csignal>
#include <thread>

#include "context/context.h"

namespace kata {

/// Turns Ctrl-C (and SIGQUIT, SIGTERM, SIGHUP) into the cancellation of a context. Make one, first
/// thing in main(): threads that were started before would still be killed by the signal.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// Cancelled when the first signal comes. Callbacks run on a thread of ours.
  [[nodiscard]] const context::Context& context() const noexcept { return derived_.ctx; }

  /// The signal that came; 0 while none has.
  [[nodiscard]] int signal() const noexcept { return signal_; }

 private:
  void listen();

  sigset_t before_;  // the mask of the thread that made us
  context::Derived derived_;
  std::atomic<int> signal_ = 0;
  int signals_;  // readable when one has come
  int over_;     // readable when we are to end
  std::thread listener_;
};

}  // namespace kata
