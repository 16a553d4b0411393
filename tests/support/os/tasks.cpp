#include "support/os/tasks.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include <dirent.h>
#include <sched.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "support/os/system_call.h"
#include "support/os/threads.h"

namespace stage::os {
namespace {

/// src/context keeps one thread for deadlines; it belongs to the library and not to a test.
constexpr std::string_view library_thread = "context-timer";

double seconds(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// The clock of the processor time of one thread, as pthread_getcpuclockid() gives it.
clockid_t processor_clock(ThreadId id) {
  constexpr unsigned thread_and_scheduler = 6;
  return static_cast<clockid_t>((~static_cast<unsigned>(id) << 3U) | thread_and_scheduler);
}

/// All threads of this process, the calling one and the ignored included.
class Tasks {
 public:
  static Tasks& all() {
    static auto* tasks = new Tasks;  // threads that were abandoned may still ask
    return *tasks;
  }

  void start_over(Evidence evidence) {
    const std::lock_guard lock(mutex_);
    evidence_ = evidence;
    const std::vector<Task> before = std::exchange(tasks_, {});
    list();
    for (Task& task : tasks_) {
      const auto known = std::ranges::find(before, task.id(), &Task::id);
      task.ignored = known != before.end() && known->ignored;
    }
  }

  std::vector<Thread> others() {
    const std::lock_guard lock(mutex_);
    make_current();
    list();
    std::vector<Thread> threads;
    for (Task& task : tasks_) {
      if (!watched(task)) continue;
      auto name = task.name_if_alive();
      task.ignored = name == library_thread;
      if (name && !task.ignored) threads.push_back({.id = task.id(), .name = std::move(*name)});
    }
    return threads;
  }

  void set_ignored(ThreadId id, bool ignored) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(tasks_, id, &Task::id);
    if (found != tasks_.end()) found->ignored = ignored;
  }

  std::optional<Unsettled> find_unsettled() {
    const std::lock_guard lock(mutex_);
    make_current();
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      if (!watched(tasks_[i])) continue;
      if (auto found = judge(i, tasks_[i].first_look())) return found;
    }
    // If this is the number of those that are alive before and after, there is none that we don't
    // know: between the two looks all of them have been asleep, at this moment too.
    if (number_of_threads() != tasks_.size()) {
      list();
      return Unsettled{.id = tasks_.back().id()};
    }
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      const Sight sight = watched(tasks_[i])  ? tasks_[i].second_look()
                          : tasks_[i].alive() ? Sight::asleep
                                              : Sight::gone;
      if (auto found = judge(i, sight)) return found;
    }
    return std::nullopt;
  }

  std::optional<TimedWait> find_timed_wait() {
    const std::lock_guard lock(mutex_);
    for (Task& task : tasks_) {
      if (!watched(task)) continue;
      const auto how = timed_wait(task.system_call());
      if (!how) continue;
      const std::string name = task.name_if_alive().value_or("");
      if (name != library_thread) return TimedWait{.name = name, .how = std::string(*how)};
      task.ignored = true;
    }
    return std::nullopt;
  }

  double others_processor_seconds() {
    const std::lock_guard lock(mutex_);
    double sum = 0;
    for (const Task& task : tasks_) {
      if (watched(task)) sum += seconds(processor_clock(task.id()));
    }
    return sum;
  }

 private:
  Tasks() { open(); }

  void open() {
    tasks_.clear();
    process_ = getpid();
    folder_.reset(opendir("/proc/self/task"));
    if (!folder_) throw std::system_error(errno, std::generic_category(), "/proc/self/task");
  }

  /// After a fork() the files are those of the parent's threads.
  void make_current() {
    if (getpid() != process_) open();
  }

  [[nodiscard]] static bool watched(const Task& task) {
    return !task.ignored && task.id() != this_thread();
  }

  /// Those that are just ending count until they can do nothing more.
  [[nodiscard]] std::size_t number_of_threads() const {
    struct stat folder{};
    fstat(dirfd(folder_.get()), &folder);
    return folder.st_nlink - 2;  // the folder itself and its parent
  }

  [[nodiscard]] std::vector<ThreadId> listed_ids() const {
    std::vector<ThreadId> ids;
    rewinddir(folder_.get());
    while (const dirent* entry = readdir(folder_.get())) {
      const std::string_view name = entry->d_name;
      ThreadId id = 0;
      if (std::from_chars(name.begin(), name.end(), id).ec == std::errc{}) ids.push_back(id);
    }
    return ids;
  }

  /// Makes tasks_ whole. The kernel ends its list early when the thread that it has just listed
  /// goes away; so a list counts only if it is as long as the process has threads.
  void list() {
    std::vector<ThreadId> ids = listed_ids();
    while (ids.size() != number_of_threads()) {
      sched_yield();
      ids = listed_ids();
    }
    std::erase_if(tasks_, [](const Task& task) { return !task.alive(); });
    for (const ThreadId id : ids) {
      if (std::ranges::find(tasks_, id, &Task::id) == tasks_.end()) {
        tasks_.emplace_back(dirfd(folder_.get()), id, evidence_);
      }
    }
  }

  /// A thread that runs is the first that the next look asks for. One that has gone may have woken
  /// another since that one was looked at.
  std::optional<Unsettled> judge(std::size_t i, Sight sight) {
    if (sight == Sight::asleep) return std::nullopt;
    const Unsettled found{.id = tasks_[i].id(), .writes = sight == Sight::writes};
    std::swap(tasks_[i], tasks_.front());
    if (sight == Sight::gone) tasks_.erase(tasks_.begin());
    return found;
  }

  std::mutex mutex_;
  Evidence evidence_ = best_evidence();
  pid_t process_ = 0;
  std::unique_ptr<DIR, int (*)(DIR*)> folder_{nullptr, &closedir};
  std::vector<Task> tasks_;
};

}  // namespace

void start_over_with(Evidence evidence) { Tasks::all().start_over(evidence); }

std::vector<Thread> other_threads() { return Tasks::all().others(); }

void ignore(std::span<const Thread> threads) {
  for (const Thread& thread : threads) Tasks::all().set_ignored(thread.id, true);
}

void watch_again(ThreadId id) { Tasks::all().set_ignored(id, false); }

std::optional<Unsettled> find_unsettled() { return Tasks::all().find_unsettled(); }

std::optional<TimedWait> find_timed_wait() { return Tasks::all().find_timed_wait(); }

double others_processor_seconds() { return Tasks::all().others_processor_seconds(); }

}  // namespace stage::os
