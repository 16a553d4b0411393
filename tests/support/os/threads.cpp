#include "support/os/threads.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <set>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace stage {
namespace {

/// src/context keeps one thread for deadlines; it belongs to the library and not to a test.
constexpr std::string_view library_thread = "context-timer";

std::set<pid_t>& ignored() {
  static std::set<pid_t> threads;
  return threads;
}

bool abandoned = false;

std::string read_task_file(pid_t id, const char* file) {
  const std::string path = "/proc/self/task/" + std::to_string(id) + "/" + file;
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  std::array<char, 4096> bytes{};
  const ssize_t length = read(fd, bytes.data(), bytes.size());
  close(fd);
  return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
}

std::string_view field(std::string_view status, std::string_view name) {
  const std::size_t at = status.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = status.substr(at + name.size());
  return rest.substr(0, rest.find('\n'));
}

/// What one look sees of a thread. Two equal looks mean that it did not run in between.
struct Sight {
  OtherThread thread;
  char state = '?';
  std::string switches;
  std::string system_call;

  [[nodiscard]] bool ending() const { return state == 'Z' || state == 'X'; }
  [[nodiscard]] bool asleep() const { return state == 'S' && !system_call.starts_with("running"); }

  bool operator==(const Sight& other) const {
    return thread.id == other.thread.id && state == other.state && switches == other.switches;
  }
};

std::vector<pid_t> listed_task_ids() {
  std::vector<pid_t> ids;
  const std::unique_ptr<DIR, int (*)(DIR*)> tasks(opendir("/proc/self/task"), &closedir);
  while (const dirent* entry = tasks ? readdir(tasks.get()) : nullptr) {
    const std::string_view name = entry->d_name;
    pid_t id = 0;
    if (std::from_chars(name.begin(), name.end(), id).ec == std::errc{}) ids.push_back(id);
  }
  return ids;
}

/// The ids of all threads. The kernel ends its list early when the thread that it has just listed
/// goes away; so the list counts only if it is as long as the process has threads.
std::vector<pid_t> task_ids() {
  while (true) {
    std::vector<pid_t> ids = listed_task_ids();
    const std::string status = read_task_file(gettid(), "status");
    if (field(status, "\nThreads:\t") == std::to_string(ids.size())) return ids;
    sched_yield();
  }
}

/// Looks at every thread twice. First at its system call, which the kernel shows as "running" until
/// the thread has left the processor: state S alone may be that of a thread that is still on its
/// way to sleep, can be woken on that way, and then runs on with nothing to show that it ever
/// stopped. Then at how often it has left the processor. One that is found ending hasn't settled:
/// it may have woken another since that one was looked at.
std::vector<Sight> look() {
  const std::vector<pid_t> ids = task_ids();
  std::erase_if(ignored(), [&](pid_t id) {  // it has ended, and its id may come again
    return std::ranges::find(ids, id) == ids.end();
  });
  std::vector<Sight> sights;
  for (const pid_t id : ids) {
    if (id == gettid() || ignored().contains(id)) continue;
    std::string system_call = read_task_file(id, "syscall");
    const std::string status = read_task_file(id, "status");
    const std::string_view name = field(status, "Name:\t");
    const std::string_view state = field(status, "\nState:\t");
    if (name == library_thread) continue;
    sights.push_back({.thread = {.id = id, .name = std::string(name)},
                      .state = state.empty() ? 'X' : state[0],
                      .switches = std::string(field(status, "\nvoluntary_ctxt_switches:")) +
                                  std::string(field(status, "nonvoluntary_ctxt_switches:")),
                      .system_call = std::move(system_call)});
  }
  return sights;
}

/// What a thread does in that system call, if the call ends by itself when some time has passed.
std::optional<std::string> timed_wait(const std::string& system_call) {
  if (system_call.empty()) return std::nullopt;
  char* rest = nullptr;
  const long number = std::strtol(system_call.c_str(), &rest, 10);
  std::array<unsigned long, 6> argument{};
  for (unsigned long& value : argument) value = std::strtoul(rest, &rest, 16);
  const auto finite = [](unsigned long milliseconds) {
    return static_cast<int>(milliseconds) >= 0;
  };

  switch (number) {
    case SYS_clock_nanosleep:
#ifdef SYS_nanosleep
    case SYS_nanosleep:
#endif
    case SYS_restart_syscall:
      return "a sleep";
    case SYS_futex:
      if (argument[3] == 0) return std::nullopt;
      return "a wait with a time-out";
    case SYS_ppoll:
      if (argument[2] == 0) return std::nullopt;
      return "a poll with a time-out";
    case SYS_pselect6:
      if (argument[4] == 0) return std::nullopt;
      return "a select with a time-out";
    case SYS_epoll_pwait:
#ifdef SYS_epoll_wait
    case SYS_epoll_wait:
#endif
      if (!finite(argument[3])) return std::nullopt;
      return "a poll with a time-out";
#ifdef SYS_poll
    case SYS_poll:
      if (!finite(argument[2])) return std::nullopt;
      return "a poll with a time-out";
#endif
#ifdef SYS_select
    case SYS_select:
      if (argument[4] == 0) return std::nullopt;
      return "a select with a time-out";
#endif
    default:
      return std::nullopt;
  }
}

double seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Processor time that all threads but this one have used: what a busy machine can't inflate.
double others_processor_seconds() {
  return seconds(CLOCK_PROCESS_CPUTIME_ID) - seconds(CLOCK_THREAD_CPUTIME_ID);
}

double spin_limit_processor_seconds = 5;
constexpr double wall_limit_seconds = 300;

/// Why `threads` have not settled, in the words of a failure; empty as long as they may.
std::optional<std::string> unrest(std::span<const Sight> threads, double processor_seconds,
                                  double wall_seconds) {
  if (processor_seconds > spin_limit_processor_seconds) {
    const auto busy = std::ranges::find_if_not(threads, &Sight::asleep);
    const std::string name = busy == threads.end() ? "" : " '" + busy->thread.name + "'";
    return "The thread" + name +
           " spins: it runs and runs, and waits for nothing. Let it wait "
           "to be woken: by a condition variable, or by what asks a token.";
  }
  if (wall_seconds > wall_limit_seconds) {
    return "The threads don't settle, for minutes now. Is the machine too busy? Run it "
           "again.";
  }
  return std::nullopt;
}

}  // namespace

void ignore_present_threads() {
  for (const pid_t id : task_ids()) ignored().insert(id);
}

void abandon_present_threads() {
  ignore_present_threads();
  abandoned = true;
}

bool threads_were_abandoned() { return abandoned; }

std::vector<OtherThread> other_threads() {
  std::vector<OtherThread> threads;
  for (Sight& sight : look()) {
    if (!sight.ending()) threads.push_back(std::move(sight.thread));
  }
  return threads;
}

pid_t this_thread_id() { return gettid(); }

bool on_first_thread() { return gettid() == getpid(); }

void name_this_thread(const std::string& name) {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
}

std::string name_of_this_thread() {
  std::array<char, 16> name{};
  pthread_getname_np(pthread_self(), name.data(), name.size());
  return name.data();
}

void set_spin_limit(double processor_seconds) { spin_limit_processor_seconds = processor_seconds; }

std::optional<std::string> settle() {
  const double processor_start = others_processor_seconds();
  const double wall_start = seconds(CLOCK_MONOTONIC);
  std::vector<Sight> now = look();
  while (true) {
    const std::vector<Sight> before = std::exchange(now, look());
    if (std::ranges::all_of(now, &Sight::asleep) && now == before) break;
    const auto trouble = unrest(now, others_processor_seconds() - processor_start,
                                seconds(CLOCK_MONOTONIC) - wall_start);
    if (trouble) return trouble;
    sched_yield();
  }
  for (const Sight& sight : now) {
    if (const auto how = timed_wait(sight.system_call)) {
      return "The thread '" + sight.thread.name + "' waits by the wall clock (" + *how +
             "). Wait for what you want to know, not for time to pass.";
    }
  }
  return std::nullopt;
}

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

Freeze::Freeze(std::span<const OtherThread> threads) {
  struct sigaction action{};
  action.sa_handler = hold_still;
  action.sa_flags = SA_RESTART;
  sigaction(SIGURG, &action, nullptr);  // what debuggers pass on without a word
  held = 1;
  for (const OtherThread& thread : threads) {
    syscall(SYS_tgkill, getpid(), thread.id, SIGURG);
  }
}

Freeze::~Freeze() {
  held = 0;
  futex(FUTEX_WAKE_PRIVATE, INT_MAX);
}

}  // namespace stage
