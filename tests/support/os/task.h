#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "support/os/proc_file.h"
#include "support/os/threads.h"

namespace stage::os {

/// What the kernel counts, by which one sees that a thread has run meanwhile: how often it got onto
/// a processor (one small file), or how often it left one (a large file). Not every kernel has the
/// first: Debian's does, that of WSL doesn't.
enum class Evidence { arrivals, departures };
[[nodiscard]] Evidence best_evidence();

/// What one look at a thread has found.
enum class Sight { asleep, writes, awake, gone };

/// A thread, as its files in /proc show it. Two looks at it, in this order, prove that it was
/// asleep all the time between them.
///
/// One can't do with less. State "S" alone may be that of a thread which is still on its way to
/// sleep, can be woken on that way, and then runs on with nothing to show that it ever stopped; so
/// the first look asks for its system call, which the kernel calls "running" until the thread has
/// left the processor. A thread that has been woken but hasn't run yet is counted nowhere; so the
/// second look asks whether it is asleep still, and then whether it has run since the first.
class Task {
 public:
  /// `folder` is the open /proc/self/task, which must live longer than this.
  Task(int folder, ThreadId id, Evidence evidence);

  [[nodiscard]] ThreadId id() const { return id_; }
  /// False once the thread has gone for good; another may have its id by then.
  [[nodiscard]] bool alive() const { return count().has_value(); }

  /// For a thread that hasn't run since an earlier first look this one costs nothing.
  [[nodiscard]] Sight first_look();
  [[nodiscard]] Sight second_look();

  /// What it does, if the last two looks have found it asleep.
  [[nodiscard]] const std::string& system_call() const { return system_call_; }

  /// Its name and state as they are now; empty when it has gone or is just ending.
  [[nodiscard]] std::optional<std::string> name_if_alive() const;

  bool ignored = false;

 private:
  using Count = std::uint64_t;

  [[nodiscard]] std::optional<Count> count() const;
  [[nodiscard]] Sight look_at_system_call();
  [[nodiscard]] Sight look_at_state() const;
  [[nodiscard]] const ProcFile& opened(std::optional<ProcFile>& file, const char* name) const;

  int folder_;
  ThreadId id_;
  Evidence evidence_;
  ProcFile count_;  // opened at once: this one says which thread is meant
  mutable std::optional<ProcFile> system_call_file_;
  mutable std::optional<ProcFile> state_file_;
  std::string system_call_;
  std::optional<Count> asleep_since_;  // the count when the first look found it asleep
};

}  // namespace stage::os
