#include "kata/run/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <optional>
#include <stop_token>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kata {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto grace = std::chrono::seconds(2);
constexpr std::size_t most_output = std::size_t{1} << 20;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (const std::string& word : words) result.push_back(const_cast<char*>(word.c_str()));
  result.push_back(nullptr);
  return result;
}

/// Starts the command with `output` as its standard output and error; 0 or errno.
int start(const Command& command, int output, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  if (!command.folder.empty()) {
    posix_spawn_file_actions_addchdir_np(&actions, command.folder.c_str());
  }

  // We may have blocked signals (see Interrupts); what we start must not inherit that.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  const std::vector<char*> words = pointers(command.words);
  const std::vector<char*> variables = pointers(command.environment);
  const int error = posix_spawnp(&child, words.front(), &actions, &attributes, words.data(),
                                 command.environment.empty() ? ::environ : variables.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

int milliseconds_until(Clock::time_point then) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
}

/// One command while it runs.
class Running {
 public:
  /// `ended` and `cancelled` become readable when the child has ended, when `ctx` is cancelled.
  Running(const Command& command, pid_t child, int output, int ended, int cancelled)
      : command_(command), child_(child), output_(output), ended_(ended), cancelled_(cancelled) {}

  Ending until_end(const context::Context& ctx) {
    const Clock::time_point deadline = Clock::now() + command_.limit;
    bool ended = false;  // the child, which stays a zombie, so that its group's number stays taken
    while (true) {
      if (!stopped_ && ctx.err()) stop(End::cancelled);
      if (!stopped_ && Clock::now() >= deadline) stop(End::timed_out);
      const bool patience_over = stopped_ && Clock::now() >= kill_at_;
      if (patience_over) kill(-child_, SIGKILL);
      // What we have stopped may still put its affairs in order when its leader has gone.
      if (ended && (!stopped_ || !open_ || patience_over)) break;

      std::array<pollfd, 3> waits{{{open_ ? output_ : -1, POLLIN, 0},
                                   {ended ? -1 : ended_, POLLIN, 0},
                                   {stopped_ ? -1 : cancelled_, POLLIN, 0}}};
      poll(waits.data(), waits.size(),
           patience_over ? -1 : milliseconds_until(stopped_ ? kill_at_ : deadline));
      if (waits[0].revents != 0) read_some();
      if (waits[1].revents != 0) ended = true;
    }
    kill(-child_, SIGKILL);  // whatever it left behind
    while (open_ && readable()) read_some();
    return reap();
  }

 private:
  void stop(End why) {
    stopped_ = why;
    kill_at_ = Clock::now() + grace;
    kill(-child_, SIGTERM);
  }

  [[nodiscard]] bool readable() const {
    pollfd wait{output_, POLLIN, 0};
    return poll(&wait, 1, 0) > 0;
  }

  void read_some() {
    std::array<char, 16384> buffer;
    const ssize_t count = read(output_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) return;
    if (count <= 0) {
      open_ = false;
      return;
    }
    const std::string_view text(buffer.data(), static_cast<std::size_t>(count));
    if (command_.on_output) command_.on_output(text);
    if (output_text_.size() < most_output) {
      output_text_ += text.substr(0, most_output - output_text_.size());
    }
  }

  Ending reap() {
    int status = 0;
    while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    Ending result{End::exited, WEXITSTATUS(status), std::move(output_text_)};
    if (WIFSIGNALED(status)) {
      result.end = End::killed;
      result.number = WTERMSIG(status);
    }
    if (stopped_) result.end = *stopped_;
    return result;
  }

  const Command& command_;
  pid_t child_;
  int output_;
  int ended_;
  int cancelled_;
  bool open_ = true;
  std::optional<End> stopped_;  // by us, and why
  Clock::time_point kill_at_;
  std::string output_text_;
};

}  // namespace

Ending run(const context::Context& ctx, const Command& command) {
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {End::not_started, errno, ""};
  const Descriptor output(ends[0]);
  Descriptor input(ends[1]);
  const Descriptor cancelled(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (cancelled.get() < 0) return {End::not_started, errno, ""};

  pid_t child = 0;
  if (const int error = start(command, input.get(), child)) return {End::not_started, error, ""};
  input.close();
  const Descriptor ended(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  if (ended.get() < 0) {  // a Linux older than 5.3
    const int error = errno;
    kill(-child, SIGKILL);
    waitpid(child, nullptr, 0);
    return {End::not_started, error, ""};
  }

  const std::stop_callback wake(ctx.done(), [&cancelled] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(cancelled.get(), &one, sizeof one);
  });
  return Running(command, child, output.get(), ended.get(), cancelled.get()).until_end(ctx);
}

std::vector<std::string> environment_without(const std::vector<std::string_view>& prefixes) {
  std::vector<std::string> result;
  for (char** variable = ::environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const auto begins_so = [text](std::string_view prefix) { return text.starts_with(prefix); };
    if (std::ranges::none_of(prefixes, begins_so)) result.emplace_back(text);
  }
  return result;
}

}  // namespace kata
