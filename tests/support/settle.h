#pragma once
#include <optional>
#include <string>
#include <vector>

#include "support/os/threads.h"

namespace stage {

using OtherThread = os::Thread;
using os::name_of_this_thread;
using os::name_this_thread;
using os::other_threads;

/// Returns when every other thread is blocked, and so nothing more will happen by itself (whoever
/// waits for their turn has had it: see points/turns.h); it takes
/// some 10 microseconds and no clock. The answer is empty when all is well; else it says which
/// thread waits by the wall clock (a sleep, a wait with a timeout), or that one spins. A thread
/// that writes is waited for: its reader may be slow.
[[nodiscard]] std::optional<std::string> settle();

/// How much processor time the other threads may use before settle() says that one spins; 1 s
/// unless set. A busy machine can't inflate it.
void set_spin_limit(double processor_seconds);
/// How long a thread may write and find no reader, by the wall clock; 300 s unless set.
void set_writing_limit(double seconds);

/// From now on every thread that lives now is left out of what is looked at: a sanitizer's, say.
void ignore_present_threads();

/// As ignore_present_threads(), for threads that may never end: the process goes on without them,
/// and must not be torn down under them.
void abandon_present_threads();
/// How often that was.
[[nodiscard]] int times_abandoned();

}  // namespace stage
