#include "on_terminal.h"

#include <array>
#include <csignal>

#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using std::chrono::milliseconds;
constexpr milliseconds most_patience = std::chrono::minutes(1);

winsize size_of(OnTerminal::Size size) { return {size.rows, size.columns, 0, 0}; }

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

OnTerminal::OnTerminal(const TinyKata& tiny, const std::vector<std::string>& arguments,
                       const std::vector<std::string>& variables, Size size) {
  std::vector<std::string> words = {"./kata"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> set = variables;
  set.emplace_back("TERM=xterm");
  set.emplace_back(std::string("TINY_RUNNER=") + TINY_RUNNER);
  std::vector<std::string_view> replaced = {"CXX=", "KATA_", "NO_COLOR=", "FORCE_HYPERLINK="};
  for (const std::string_view one : set) replaced.push_back(one.substr(0, one.find('=') + 1));
  std::vector<std::string> environment = kata::environment_without(replaced);
  environment.insert(environment.end(), set.begin(), set.end());
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(environment);
  const std::string folder = tiny.root().string();
  const winsize window = size_of(size);

  process_ = forkpty(&master_, nullptr, nullptr, &window);
  if (process_ == 0) {
    if (chdir(folder.c_str()) == 0) execve("./kata", argv.data(), envp.data());
    _exit(127);
  }
}

OnTerminal::~OnTerminal() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  if (master_ >= 0) close(master_);
}

bool OnTerminal::read_some(milliseconds patience) {
  if (master_ < 0) return false;
  pollfd wait{master_, POLLIN, 0};
  if (poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return false;
  std::array<char, 4096> buffer;
  const ssize_t count = read(master_, buffer.data(), buffer.size());
  if (count <= 0) return false;
  all_.append(buffer.data(), static_cast<std::size_t>(count));
  screen_.append(buffer.data(), static_cast<std::size_t>(count));
  constexpr std::string_view anew = "\033[H\033[2J";
  if (const auto at = screen_.rfind(anew); at != std::string::npos) screen_.erase(0, at);
  return true;
}

bool OnTerminal::shows(std::string_view text) {
  const auto deadline = std::chrono::steady_clock::now() + most_patience;
  while (screen_.find(text) == std::string::npos) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !read_some(left)) return false;
  }
  return true;
}

void OnTerminal::look_away() { screen_.clear(); }

void OnTerminal::glance() {
  while (read_some(milliseconds(0))) {
  }
}

void OnTerminal::press(std::string_view keys) const {
  [[maybe_unused]] const ssize_t written = write(master_, keys.data(), keys.size());
}

void OnTerminal::resize(Size size) const {
  const winsize window = size_of(size);
  ioctl(master_, TIOCSWINSZ, &window);
}

void OnTerminal::signal(int number) const { kill(process_, number); }

void OnTerminal::hang_up() {
  close(master_);
  master_ = -1;
}

pid_t OnTerminal::until(int options, int& status) {
  const auto deadline = std::chrono::steady_clock::now() + most_patience;
  pid_t changed = 0;
  while ((changed = waitpid(process_, &status, options | WNOHANG)) == 0) {
    if (std::chrono::steady_clock::now() > deadline) return -1;
    // It may have more to print than a terminal holds that nobody reads.
    if (!read_some(milliseconds(20))) poll(nullptr, 0, 5);
  }
  return changed;
}

bool OnTerminal::is_stopped() {
  int status = 0;
  return until(WUNTRACED, status) == process_ && WIFSTOPPED(status);
}

int OnTerminal::ends() {
  int status = 0;
  if (until(0, status) != process_) return -1;
  process_ = -1;
  glance();
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

bool OnTerminal::is_tame() const {
  termios now{};
  return tcgetattr(master_, &now) == 0 && (now.c_lflag & ICANON) != 0 && (now.c_lflag & ECHO) != 0;
}
