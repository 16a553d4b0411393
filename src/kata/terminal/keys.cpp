#include "kata/terminal/keys.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace kata {
namespace {

std::atomic<int> told = -1;  // where a handler writes to
std::atomic<bool> pause_is_wanted = false;

/// SIGTSTP, SIGCONT, SIGWINCH.
void hear(int signal) {
  const int error = errno;
  if (signal == SIGTSTP) pause_is_wanted = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(told, &one, sizeof one);
  errno = error;
}

void handle(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGTSTP, SIGCONT, SIGWINCH}) sigaction(signal, &action, nullptr);
}

}  // namespace

Keys::Keys()
    : keyboard_(isatty(STDIN_FILENO) == 1 ? STDIN_FILENO : -1),
      changes_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (keyboard_ >= 0 && tcgetattr(keyboard_, &before_) != 0) keyboard_ = -1;
  told = changes_;
  handle(hear);
  take();
}

Keys::~Keys() {
  handle(SIG_DFL);
  give_back();
  told = -1;
  close(changes_);
}

void Keys::take() const {
  if (keyboard_ < 0) return;
  termios raw = before_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);  // Ctrl-C and Ctrl-Z stay what they are
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  tcsetattr(keyboard_, TCSADRAIN, &raw);
}

void Keys::give_back() const {
  if (isatty(STDIN_FILENO) == 1) tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
}

std::optional<char> Keys::key() {
  char c = 0;
  const ssize_t count = read(keyboard_, &c, 1);
  if (count <= 0) {
    // There may be nothing after all: Ctrl-Z throws away what was typed before it.
    pollfd gone{keyboard_, 0, 0};
    const bool over = poll(&gone, 1, 0) > 0 || (count < 0 && errno != EINTR && errno != EAGAIN);
    if (over) keyboard_ = -1;
    return std::nullopt;
  }
  if (c != '\033') return c;
  // An arrow or the like: none of our keys, nor are the letters that it is made of.
  if (read(keyboard_, &c, 1) == 1 && (c == '[' || c == 'O')) {
    while (read(keyboard_, &c, 1) == 1 && (c < '@' || c > '~')) {
    }
  }
  return std::nullopt;
}

void Keys::take_in() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t done = read(changes_, &count, sizeof count);
  if (pause_is_wanted.exchange(false)) {
    give_back();
    kill(getpid(), SIGSTOP);  // until SIGCONT
  }
  take();
}

}  // namespace kata
