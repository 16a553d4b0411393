#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sys/types.h>

/// The seam to the operating system: all that the stage wants to know of threads. What stands in
/// this folder is for Linux; a port is another folder with these functions in it. (The runner in
/// src/kata has its own dealings with processes, and shares nothing with this: it must not depend
/// on the tests, and they not on it.)
///
/// "Other" threads are all but the calling one and those that are ignored. Thread-safe; what looks
/// at threads blocks for microseconds, as long as another look lasts.
namespace stage::os {

using ThreadId = pid_t;

[[nodiscard]] ThreadId this_thread();
/// Whether this is the thread that runs main().
[[nodiscard]] bool on_first_thread();

/// Where the frames of a thread lie. A later thread may have them in the same place.
struct Stack {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  [[nodiscard]] bool holds(std::uintptr_t address) const {
    return address >= begin && address < end;
  }
};
[[nodiscard]] Stack stack_of_this_thread();

/// Gives the calling thread a name; threads that it starts inherit it. At most 15 bytes are kept.
void name_this_thread(const std::string& name);
[[nodiscard]] std::string name_of_this_thread();

struct Thread {
  ThreadId id;
  std::string name;
};

/// The other threads that live now. One that is just ending doesn't count.
[[nodiscard]] std::vector<Thread> other_threads();

/// From now on those threads are left out, until they are watched again. One that comes later with
/// the id of one that has ended isn't.
void ignore(std::span<const Thread> threads);
void watch_again(ThreadId id);

/// Lets those threads run only when nobody else wants to.
void put_last(std::span<const Thread> threads);

/// Why the other threads haven't settled: one of them runs, or may.
struct Unsettled {
  ThreadId id;
  /// It is asleep while it writes, and goes on when its reader does.
  bool writes = false;
};

/// Looks at every other thread twice. Empty if there was a moment at which all of them were asleep,
/// none on its way to sleep or about to be woken: then none will ever run again unless something
/// from outside happens.
[[nodiscard]] std::optional<Unsettled> find_unsettled();

/// A thread that is asleep but will wake when some time has passed.
struct TimedWait {
  std::string name;
  std::string how;  // "a sleep"
};
/// After find_unsettled() has found none.
[[nodiscard]] std::optional<TimedWait> find_timed_wait();

/// The processor time that those of the other threads have used that live. A busy machine can't
/// inflate it.
[[nodiscard]] double others_processor_seconds();

/// How many threads of the machine want to run, on average over the last minute, and how many can.
struct Load {
  double wanted = 0;
  long processors = 1;
};
[[nodiscard]] Load load();

}  // namespace stage::os
