#include "support/os/task.h"

#include <algorithm>
#include <charconv>

#include <fcntl.h>

#include "support/os/system_call.h"

namespace stage::os {
namespace {

std::uint64_t number_in(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
  std::uint64_t number = 0;
  std::from_chars(text.begin(), text.end(), number);
  return number;
}

/// The line of /proc/ID/status that begins with `name`.
std::string_view line_of(std::string_view status, std::string_view name) {
  const std::size_t at = status.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view line = status.substr(at + name.size());
  return line.substr(0, line.find('\n'));
}

/// "NANOSECONDS-ON-PROCESSOR NANOSECONDS-WAITED ARRIVALS"; zeros where the kernel doesn't count.
std::uint64_t arrivals_in(std::string_view schedstat) {
  const std::size_t end = schedstat.find_last_of("0123456789");
  const std::size_t gap = schedstat.rfind(' ', end);
  return gap == std::string_view::npos ? 0 : number_in(schedstat.substr(gap));
}

std::uint64_t departures_in(std::string_view status) {
  return number_in(line_of(status, "\nvoluntary_ctxt_switches:")) +
         number_in(line_of(status, "\nnonvoluntary_ctxt_switches:"));
}

/// "ID (NAME) STATE ...", where a name may have brackets and spaces.
struct Stat {
  std::string_view name;
  char state = '?';

  explicit Stat(std::string_view text) {
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open == std::string_view::npos || close + 2 >= text.size()) return;
    name = text.substr(open + 1, close - open - 1);
    state = text[close + 2];
  }
};

}  // namespace

Evidence best_evidence() {
  ProcFile::Bytes bytes;
  const ProcFile own(AT_FDCWD, "/proc/thread-self/schedstat");
  const auto text = own.read(bytes);
  return text && arrivals_in(*text) > 0 ? Evidence::arrivals : Evidence::departures;
}

Task::Task(int folder, ThreadId id, Evidence evidence)
    : folder_(folder),
      id_(id),
      evidence_(evidence),
      count_(folder,
             std::to_string(id) + (evidence == Evidence::arrivals ? "/schedstat" : "/status")) {}

const ProcFile& Task::opened(std::optional<ProcFile>& file, const char* name) const {
  if (!file) file.emplace(folder_, std::to_string(id_) + "/" + name);
  return *file;
}

std::optional<Task::Count> Task::count() const {
  ProcFile::Bytes bytes;
  const auto text = count_.read(bytes);
  if (!text) return std::nullopt;
  return evidence_ == Evidence::arrivals ? arrivals_in(*text) : departures_in(*text);
}

Sight Task::look_at_system_call() {
  ProcFile::Bytes bytes;
  const auto text = opened(system_call_file_, "syscall").read(bytes);
  if (!text) return Sight::gone;
  if (!off_the_processor(*text)) return Sight::awake;
  system_call_ = *text;
  return writes(*text) ? Sight::writes : Sight::asleep;
}

Sight Task::look_at_state() const {
  ProcFile::Bytes bytes;
  const auto text = opened(state_file_, "stat").read(bytes);
  if (!text) return Sight::gone;
  return Stat(*text).state == 'S' ? Sight::asleep : Sight::awake;
}

Sight Task::first_look() {
  if (asleep_since_) return Sight::asleep;
  const auto before = count();  // so that what happens until it is seen asleep is counted
  if (!before) return Sight::gone;
  const Sight sight = look_at_system_call();
  if (sight == Sight::asleep) asleep_since_ = before;
  return sight;
}

Sight Task::second_look() {
  // Who has left the processor meanwhile has been counted only if they are off it now.
  Sight sight = evidence_ == Evidence::departures ? look_at_system_call() : Sight::asleep;
  if (sight == Sight::asleep) sight = look_at_state();
  const auto now = count();
  if (!now) return Sight::gone;
  if (sight == Sight::asleep && now != asleep_since_) sight = Sight::awake;
  if (sight != Sight::asleep) asleep_since_.reset();
  return sight;
}

std::optional<std::string> Task::name_if_alive() const {
  ProcFile::Bytes bytes;
  const auto text = opened(state_file_, "stat").read(bytes);
  if (!text) return std::nullopt;
  const Stat stat(*text);
  if (stat.state == 'Z' || stat.state == 'X') return std::nullopt;
  return std::string(stat.name);
}

}  // namespace stage::os
