#pragma once
/// How a thread of the library behaves among the program's own. Not for users of the library.

#include <csignal>

namespace context::inline v1::detail {

/// Sets the calling thread's signal mask while it lives. Threads started meanwhile inherit it.
class SignalMask {
 public:
  explicit SignalMask(const sigset_t& mask) noexcept;
  SignalMask(const SignalMask&) = delete;
  SignalMask& operator=(const SignalMask&) = delete;
  ~SignalMask();

  /// What was in force before.
  [[nodiscard]] const sigset_t& before() const noexcept { return before_; }

 private:
  sigset_t before_;
};

/// All signals but those that a thread sends itself by a mistake (SIGSEGV and its like): the
/// program's handlers don't run on a thread of ours, and its crash handler does.
[[nodiscard]] sigset_t all_but_crashes() noexcept;

/// Gives the calling thread the name, and the processors of the main thread: a new thread inherits
/// those of the one that happened to start it. Where it can't be had it stays as it was.
void settle_in(const char* name) noexcept;

}  // namespace context::inline v1::detail
