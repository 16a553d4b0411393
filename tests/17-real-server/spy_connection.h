#pragma once
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <expected>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>

#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"
#include "socket.h"
#include "support/stage.h"

/// The client's end of a real pair of sockets. Any thread.
class RemoteClient {
 public:
  explicit RemoteClient(int descriptor) : descriptor_(descriptor) {}
  ~RemoteClient() { hangs_up(); }
  RemoteClient(const RemoteClient&) = delete;
  RemoteClient& operator=(const RemoteClient&) = delete;

  void sends(std::string_view bytes) const {
    EXPECT_EQ(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  /// All that has come so far.
  [[nodiscard]] std::string receives() const {
    std::array<char, 4096> bytes{};
    const ssize_t count = ::recv(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    return {bytes.data(), static_cast<std::size_t>(count < 0 ? 0 : count)};
  }
  void closes_its_sending_side() const { ::shutdown(descriptor_, SHUT_WR); }
  /// Whoever hangs up on bytes that it hasn't read breaks the connection: the other side gets
  /// ECONNRESET.
  void hangs_up() {
    const int descriptor = descriptor_.exchange(-1);
    if (descriptor >= 0) ::close(descriptor);
  }

 private:
  std::atomic<int> descriptor_;
};

/// A Socket, with a client at its other end, that tells what is done with it and by how many.
class SpyConnection : public Connection {
 public:
  explicit SpyConnection(World& world) : SpyConnection(world, pair()) {}
  /// Waits for those who still use it, so that what they do is a failure and no harm.
  ~SpyConnection() override {
    std::unique_lock lock(mutex_);
    if (users_ > 0) ADD_FAILURE() << "The connection is closed, and somebody still waits at it.";
    unused_.wait(lock, [this] { return users_ == 0; });
  }
  SpyConnection(const SpyConnection&) = delete;
  SpyConnection& operator=(const SpyConnection&) = delete;

  bool wait_until_readable(std::stop_token enough) override {
    const Use use(*this);
    const bool readable = socket_.wait_until_readable(std::move(enough));
    if (slow_to_come_back && work_is_over) world_.wait_for("the watch comes back");
    return readable;
  }
  std::expected<std::string, std::error_code> peek() override {
    const Use use(*this);
    auto byte = socket_.peek();
    if (byte && byte->empty() && breaks_with) byte = std::unexpected(breaks_with);
    world_.tell("peeks: " + in_words(byte));
    return byte;
  }
  std::expected<std::string, std::error_code> read() override {
    const Use use(*this);
    auto byte = socket_.read();
    if (at_work) {
      world_.tell("reads: " + in_words(byte), "whoever needs that next won't find it");
      ADD_FAILURE() << "The connection is read from while the request is at work. What is read is "
                       "gone, and it is the next request's. Peek.";
    }
    return byte;
  }
  std::error_code write(std::string_view bytes) override {
    const Use use(*this);
    if (at_work) {
      world_.tell("writes", "nobody has asked for that");
      ADD_FAILURE() << "Something is written while the request is at work. To watch is to look.";
    }
    if (client_has_gone) {
      world_.tell("writes", "after the client has hung up");
      ADD_FAILURE() << "Something is written to a client who has hung up.";
    }
    return socket_.write(bytes);
  }

  /// What the client does, as an actor of the world, and what comes of it at once.
  void client_sends(const std::string& bytes) {
    world_.start("client", [this, bytes] {
      world_.tell("sends \"" + bytes.substr(0, bytes.find('\r')) + "\"");
      client.sends(bytes);
    });
  }
  void client_closes_its_sending_side() {
    world_.start("client", [this] {
      world_.tell("closes its sending side");
      client.closes_its_sending_side();
    });
  }
  void client_hangs_up() {
    world_.start("client", [this] { hang_up(); });
  }
  void client_may_hang_up() {
    world_.may_happen("the client hangs up", "client", [this] { hang_up(); });
  }

  /// How many threads are in one of the calls.
  [[nodiscard]] int users() const {
    const std::lock_guard lock(mutex_);
    return users_;
  }
  /// How often it was used so far.
  [[nodiscard]] int uses() const {
    const std::lock_guard lock(mutex_);
    return uses_;
  }

  RemoteClient client;
  std::atomic<bool> at_work = false;
  std::atomic<bool> client_has_gone = false;
  std::error_code breaks_with;     // what peek() says when the client has hung up, if not nothing
  bool slow_to_come_back = false;  // a wait that the work's end has ended takes its time
  std::atomic<bool> work_is_over = false;

 private:
  using Ends = std::array<int, 2>;
  struct Use {
    explicit Use(SpyConnection& spy) : used(spy) {
      const std::lock_guard lock(used.mutex_);
      ++used.users_;
      ++used.uses_;
    }
    ~Use() {
      const std::lock_guard lock(used.mutex_);
      --used.users_;
      used.unused_.notify_all();
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    SpyConnection& used;
  };

  SpyConnection(World& world, Ends ends) : client(ends[0]), world_(world), socket_(ends[1]) {}

  void hang_up() {
    world_.tell("hangs up");
    client_has_gone = true;
    client.hangs_up();
  }

  static Ends pair() {
    Ends ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
      throw std::system_error(errno, std::generic_category(), "socketpair");
    }
    return ends;
  }

  static std::string in_words(const std::expected<std::string, std::error_code>& byte) {
    if (!byte) return byte.error().message();
    return byte->empty() ? "nothing, and nothing will come" : "'" + *byte + "'";
  }

  World& world_;
  Socket socket_;
  mutable std::mutex mutex_;
  std::condition_variable unused_;
  int users_ = 0;
  int uses_ = 0;
};
