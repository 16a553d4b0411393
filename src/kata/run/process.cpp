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
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kata/base/descriptor.h"
#include "kata/run/warden.h"

namespace kata {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto grace = std::chrono::seconds(2);
constexpr std::size_t most_output = std::size_t{1} << 20;

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (const std::string& word : words) result.push_back(const_cast<char*>(word.c_str()));
  result.push_back(nullptr);
  return result;
}

int milliseconds_until(Clock::time_point then) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
}

/// One command while it runs.
class Running {
 public:
  /// `warden` is our end of the connexion; `cancelled` becomes readable when `ctx` is cancelled.
  Running(const Command& command, int output, int warden, int cancelled)
      : command_(command), output_(output), warden_(warden), cancelled_(cancelled) {}

  Ending until_end(const context::Context& ctx) {
    const Clock::time_point limit = Clock::now() + command_.limit;
    quiet_since_ = Clock::now();
    while (true) {
      if (!stopped_ && ctx.err()) stop(End::cancelled);
      const bool patience_over = stopped_ && Clock::now() >= kill_at_;
      // What we have stopped may still put its affairs in order when its leader has gone.
      if (patience_over || (notice_ && (!stopped_ || !open_))) break;

      const Clock::time_point deadline = std::min(limit, quiet_since_ + command_.silence);
      std::array<pollfd, 3> waits{{{open_ ? output_ : -1, POLLIN, 0},
                                   {notice_ ? -1 : warden_, POLLIN, 0},
                                   {stopped_ ? -1 : cancelled_, POLLIN, 0}}};
      poll(waits.data(), waits.size(), milliseconds_until(stopped_ ? kill_at_ : deadline));
      if (waits[0].revents != 0) read_some();
      if (waits[1].revents != 0) hear();
      // Last of all: when it was we who were stopped (Ctrl-Z), it may have ended long ago.
      if (!stopped_ && !notice_ && Clock::now() >= deadline) stop(End::timed_out);
    }
    request(Request::finish);
    while (open_ && !gone_) {  // what it printed before it went
      std::array<pollfd, 2> waits{{{output_, POLLIN, 0}, {warden_, POLLIN, 0}}};
      poll(waits.data(), waits.size(), -1);
      if (waits[0].revents != 0) {
        read_some();
      } else if (waits[1].revents != 0) {
        hear();
      }
    }
    while (open_ && readable()) read_some();
    return ending();
  }

 private:
  void stop(End why) {
    stopped_ = why;
    kill_at_ = Clock::now() + grace;
    request(Request::terminate);
  }

  void request(Request what) const { send(warden_, &what, sizeof what, MSG_NOSIGNAL); }

  /// What the warden has to say, or that it has gone.
  void hear() {
    Notice notice{};
    const ssize_t count = recv(warden_, &notice, sizeof notice, 0);
    if (count < 0 && errno == EINTR) return;
    if (count == sizeof notice) {
      notice_ = notice;
      return;
    }
    gone_ = true;
    if (!notice_)
      notice_ = {Notice::What::ended, SIGKILL};  // somebody killed it: so died the command
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
    quiet_since_ = Clock::now();
    if (command_.on_output) command_.on_output(text);
    if (output_text_.size() < most_output) {
      output_text_ += text.substr(0, most_output - output_text_.size());
    }
  }

  Ending ending() {
    Ending result{End::exited, 0, std::move(output_text_)};
    if (notice_ && notice_->what == Notice::What::not_started) {
      result.end = End::not_started;
      result.number = notice_->number;
    } else if (notice_) {
      const int status = notice_->number;
      result.end = WIFSIGNALED(status) ? End::killed : End::exited;
      result.number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    }
    if (stopped_) result.end = *stopped_;
    return result;
  }

  const Command& command_;
  int output_;
  int warden_;
  int cancelled_;
  bool open_ = true;
  bool gone_ = false;             // the warden
  std::optional<Notice> notice_;  // of the command's end
  std::optional<End> stopped_;    // by us, and why
  Clock::time_point kill_at_;
  Clock::time_point quiet_since_;
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

  const std::vector<char*> words = pointers(command.words);
  const std::vector<char*> variables = pointers(command.environment);
  const Plan plan{words.data(), command.environment.empty() ? ::environ : variables.data(),
                  command.folder.empty() ? nullptr : command.folder.c_str(), input.get()};
  int connexion = -1;
  const pid_t warden = post_warden(plan, connexion);
  if (warden < 0) return {End::not_started, errno, ""};
  input.close();
  Ending ending;
  {
    const Descriptor control(connexion);
    const std::stop_callback wake(ctx.done(), [&cancelled] {
      const std::uint64_t one = 1;
      [[maybe_unused]] const ssize_t written = write(cancelled.get(), &one, sizeof one);
    });
    ending = Running(command, output.get(), control.get(), cancelled.get()).until_end(ctx);
  }
  while (waitpid(warden, nullptr, 0) < 0 && errno == EINTR) {
  }
  return ending;
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
