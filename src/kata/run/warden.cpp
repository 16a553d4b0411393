#include "kata/run/warden.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kata {
namespace {

// We fork without exec, and other threads of ours may hold any lock: from here on, nothing but
// system calls. No allocation, no stdio.

constexpr int most_rounds = 400;  // of 5 ms each: what doesn't die by SIGKILL sits in the kernel

/// The command's own process, until it is the command.
[[noreturn]] void become(const Plan& plan, pid_t warden, int failure) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != warden) _exit(127);
  dup2(plan.output, STDOUT_FILENO);
  dup2(plan.output, STDERR_FILENO);
  signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (plan.folder == nullptr || chdir(plan.folder) == 0) {
    execvpe(plan.words[0], plan.words, plan.environment);
  }
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(failure, &error, sizeof error);
  _exit(127);
}

class Warden {
 public:
  explicit Warden(int control) : control_(control) {}

  [[noreturn]] void serve(const Plan& plan) {
    setpgid(0, 0);  // Ctrl-C at the terminal is our parent's business
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, "kata-warden");
    if (const int error = start(plan)) {
      tell({Notice::What::not_started, error});
      _exit(0);
    }
    close(plan.output);  // else its reader would wait for us, too
    watch();
    finish();
    _exit(0);
  }

 private:
  int start(const Plan& plan) {
    std::array<int, 2> failure{-1, -1};
    if (pipe2(failure.data(), O_CLOEXEC) != 0) return errno;
    const pid_t self = getpid();
    command_ = _Fork();
    if (command_ < 0) return errno;
    if (command_ == 0) become(plan, self, failure[1]);
    setpgid(command_, command_);  // here as well: whoever comes first
    close(failure[1]);
    int error = 0;
    const ssize_t count = read(failure[0], &error, sizeof error);
    close(failure[0]);
    return count == sizeof error ? error : 0;
  }

  void watch() {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    signals_ = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    while (true) {
      look_after_children();
      std::array<pollfd, 2> waits{{{control_, POLLIN, 0}, {signals_, POLLIN, 0}}};
      poll(waits.data(), waits.size(), -1);
      if (waits[1].revents != 0) forget_signals();
      if (waits[0].revents == 0) continue;
      char request = 0;
      const ssize_t count = recv(control_, &request, 1, MSG_DONTWAIT);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (count <= 0 || request == static_cast<char>(Request::finish)) return;
      kill(-command_, SIGTERM);
      signal_strays(SIGTERM);
    }
  }

  void forget_signals() const {
    signalfd_siginfo ignored;
    while (read(signals_, &ignored, sizeof ignored) == sizeof ignored) {
    }
  }

  /// Strays are reaped. The command stays a zombie, so that its group's number stays taken.
  void look_after_children() {
    while (!ended_) {
      siginfo_t info{};
      if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return;
      if (info.si_pid != command_) {
        waitpid(info.si_pid, nullptr, 0);
        continue;
      }
      ended_ = true;
      const int status = info.si_code == CLD_EXITED ? info.si_status << 8 : info.si_status;
      tell({Notice::What::ended, status});
    }
  }

  /// Whoever left the command's group is a child of ours once its parent has gone.
  void signal_strays(int number) const {
    const int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    std::array<char, 4096> buffer;
    pid_t stray = 0;
    ssize_t count = 0;
    while ((count = read(file, buffer.data(), buffer.size())) > 0) {
      for (ssize_t i = 0; i < count; ++i) {
        const char c = buffer.at(static_cast<std::size_t>(i));
        if (c >= '0' && c <= '9') {
          stray = stray * 10 + (c - '0');
          continue;
        }
        if (stray > 0 && stray != command_) kill(stray, number);
        stray = 0;
      }
    }
    close(file);
  }

  void finish() {
    kill(-command_, SIGKILL);
    for (int round = 0; round < most_rounds; ++round) {
      pid_t gone = 0;
      while ((gone = waitpid(-1, nullptr, WNOHANG)) > 0) {
        if (gone == command_) command_ = -1;
      }
      if (gone < 0 && errno == ECHILD) return;
      signal_strays(SIGKILL);
      pollfd wait{signals_, POLLIN, 0};
      poll(&wait, 1, 5);
      forget_signals();
    }
  }

  void tell(const Notice& notice) const { send(control_, &notice, sizeof notice, MSG_NOSIGNAL); }

  int control_;
  int signals_ = -1;
  pid_t command_ = -1;
  bool ended_ = false;
};

/// Nothing of ours stays open in the warden but these two. Their order doesn't matter.
void close_all_but(int one, int other) {
  const auto low = static_cast<unsigned>(one < other ? one : other);
  const auto high = static_cast<unsigned>(one < other ? other : one);
  if (low > STDERR_FILENO + 1) close_range(STDERR_FILENO + 1, low - 1, 0);
  if (high > low + 1) close_range(low + 1, high - 1, 0);
  close_range(high + 1, ~0U, 0);
}

}  // namespace

pid_t post_warden(const Plan& plan, int& control) {
  std::array<int, 2> ends{-1, -1};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) return -1;
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  sigset_t all;
  sigfillset(&all);
  sigset_t before;
  pthread_sigmask(SIG_SETMASK, &all, &before);  // no handler of ours may run in the warden
  const pid_t warden = nothing < 0 ? -1 : _Fork();
  if (warden == 0) {
    // Whoever was started with its standard input closed has other things there.
    const int ours = fcntl(ends[1], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    Plan inside = plan;
    inside.output = fcntl(plan.output, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, standard);
    close_all_but(ours, inside.output);
    Warden(ours).serve(inside);
  }
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (nothing >= 0) close(nothing);
  close(ends[1]);
  if (warden < 0) close(ends[0]);
  control = warden < 0 ? -1 : ends[0];
  errno = error;
  return warden;
}

}  // namespace kata
