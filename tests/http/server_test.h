#pragma once
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <dirent.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "context/wait.h"
#include "http/server.h"
#include "raw_client.h"

/// How many descriptors this process has open.
inline std::size_t open_descriptors() {
  std::size_t count = 0;
  DIR* const folder = opendir("/proc/self/fd");
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

/// What handlers tell a test, in the order in which it came. Any thread.
class Diary {
 public:
  void add(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    changed_.notify_all();
  }
  /// Blocks until there are so many lines.
  [[nodiscard]] std::vector<std::string> await(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return lines_.size() >= count; });
    return lines_;
  }
  [[nodiscard]] std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

/// Blocks until `ctx` ends.
inline std::error_code wait_for_end(const context::Context& ctx) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  return context::wait_until(ctx, never, lock, [] { return false; });
}

/// A server whose handler a test chooses, and which leaves no descriptor behind. Threads are
/// counted after each test by the stage.
class ServerTest : public testing::Test {
 protected:
  http::Server& serve(http::Handler handler, http::ServerOptions options = {}) {
    return server_.emplace(context::background(), std::move(handler), std::move(options));
  }
  /// One that says what it was asked: "GET /path body".
  http::Server& serve_echo(http::ServerOptions options = {}) {
    return serve(
        [this](http::ResponseWriter& response, const http::Request& request) {
          diary.add(request.method + ' ' + request.target);
          response.write(request.method + ' ' + request.target + ' ' + request.body);
        },
        std::move(options));
  }
  /// One that tells the diary "begins", waits for the request's end, and tells why it came.
  http::Server& serve_waiting(http::ServerOptions options = {}) {
    return serve(
        [this](http::ResponseWriter&, const http::Request& request) {
          diary.add("begins " + request.target);
          const std::error_code why = wait_for_end(request.context());
          diary.add("ends " + request.target + ": " + why.message());
        },
        std::move(options));
  }
  [[nodiscard]] http::Server& server() { return *server_; }
  [[nodiscard]] RawClient connect() const { return RawClient(server_->port()); }
  RawClient::Response ask(std::string_view request) const {
    RawClient client = connect();
    client.send(request);
    return client.receive();
  }
  /// Returns when the server has seen all that clients have sent and closed before: what comes in
  /// is taken in order, and this is behind it.
  void sync() const {
    for (int i = 0; i < 2; ++i) EXPECT_EQ(ask("nonsense\r\n\r\n").status, 400);
  }
  /// Blocks until no connection is left.
  void await_no_connection() const {
    while (server_->connections() > 0) std::this_thread::yield();
  }
  void stop() { server_.reset(); }

  void TearDown() override {
    stop();
    EXPECT_EQ(open_descriptors(), before_) << "descriptors were left open";
  }

  Diary diary;

 private:
  const std::size_t before_ = open_descriptors();
  std::optional<http::Server> server_;
};
