#pragma once
#include <array>
#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/raw_client.h"

/// The program behind ./kata serve, in a process of its own. One thread at a time.
class Served {
 public:
  explicit Served(std::vector<std::string> words = {"--port=0"}) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    output_ = ends[0];
    words.insert(words.begin(), KATA_SERVE);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(ends[1], STDERR_FILENO);
      ::execv(KATA_SERVE, arguments.data());
      ::_exit(127);
    }
    ::close(ends[1]);
  }
  ~Served() {
    if (process_ > 0) ::kill(process_, SIGKILL);
    static_cast<void>(wait());
    stop_listening();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  /// Blocks until it has printed `text`, or has ended; returns all that it has printed up to there.
  std::string await(std::string_view text) {
    while (printed_.find(text) == std::string::npos && read_some()) {
    }
    EXPECT_NE(printed_.find(text), std::string::npos) << "it has not printed " << text;
    return printed_;
  }
  [[nodiscard]] std::uint16_t port() {
    const std::string_view before = "http://127.0.0.1:";
    const std::string all = await("Ctrl-C ends.");
    return static_cast<std::uint16_t>(std::stoi(all.substr(all.find(before) + before.size())));
  }
  [[nodiscard]] RawClient connect() { return RawClient(port()); }
  [[nodiscard]] RawClient::Response ask(std::string_view request) {
    RawClient client = connect();
    client.send(request);
    return client.receive();
  }
  /// Blocks until something is under way at `where`.
  void await_work(std::string_view where) {
    RawClient events = connect();
    events.send(get("/events"));
    EXPECT_NE(events.receive_until_seen(where), "");
  }

  void signal(int number) const { ::kill(process_, number); }
  void stop_listening() {
    if (output_ >= 0) ::close(output_);
    output_ = -1;
  }
  /// Blocks until it has ended, and returns its exit status.
  int wait() {
    if (process_ <= 0) return status_;
    while (output_ >= 0 && read_some()) {
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return status_;
  }
  [[nodiscard]] const std::string& printed() const noexcept { return printed_; }

 private:
  bool read_some() {
    std::array<char, 4'096> bytes;
    const ssize_t got = ::read(output_, bytes.data(), bytes.size());
    if (got > 0) printed_.append(bytes.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  pid_t process_ = 0;
  int output_ = -1;
  int status_ = -1;
  std::string printed_;
};
