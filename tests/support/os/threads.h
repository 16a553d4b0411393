#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

/// The other threads of this process, as Linux sees them. All of it is called by one thread, the
/// one that runs the tests; "other" means every thread but that one and the ignored ones.
namespace stage {

/// From now on every thread that lives now is left out of everything below: a sanitizer's, or one
/// that a hanging test has left behind.
void ignore_present_threads();

/// As ignore_present_threads(), for threads that may never end: the process goes on without them,
/// and must not be torn down under them.
void abandon_present_threads();
[[nodiscard]] bool threads_were_abandoned();

[[nodiscard]] pid_t this_thread_id();
/// Whether this is the thread that runs main().
[[nodiscard]] bool on_first_thread();

struct OtherThread {
  pid_t id;
  std::string name;
};

/// The other threads that live now. One that is just ending doesn't count.
[[nodiscard]] std::vector<OtherThread> other_threads();

/// Gives the calling thread the name that stories and leftover reports use; threads that it
/// starts inherit it. At most 15 bytes are kept.
void name_this_thread(const std::string& name);
[[nodiscard]] std::string name_of_this_thread();

/// Returns when every other thread is blocked, which takes some 50 microseconds and no clock: each
/// is asleep and hasn't run between two looks. The answer is empty when all is well; else it says
/// which thread waits by the wall clock (a sleep, a wait with a time-out), or that one spins.
[[nodiscard]] std::optional<std::string> settle();

/// How much processor time the other threads may use before settle() says that one spins; 5 s
/// unless set. A busy machine can't inflate it.
void set_spin_limit(double processor_seconds);

/// Holds threads wherever they are blocked, so that several things can happen before they look.
/// They go on when this is destroyed. One at a time.
class Freeze {
 public:
  explicit Freeze(std::span<const OtherThread> threads);
  ~Freeze();
  Freeze(const Freeze&) = delete;
  Freeze& operator=(const Freeze&) = delete;
};

}  // namespace stage
