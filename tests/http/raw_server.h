#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

/// Takes one connection, reads a request's header, and sends what a test wants, also when a body of
/// so many bytes has come; then it waits for the client to close, or closes.
class RawServer {
 public:
  enum class Then : std::uint8_t { closes, waits };

  explicit RawServer(std::vector<std::string> pieces, Then then = Then::closes,
                     std::size_t body = 0, std::string after_the_body = "")
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    auto* const address = reinterpret_cast<sockaddr*>(&where);
    EXPECT_EQ(::bind(listener_, address, size), 0);
    EXPECT_EQ(::listen(listener_, 1), 0);
    EXPECT_EQ(::getsockname(listener_, address, &size), 0);
    port_ = ntohs(where.sin_port);
    thread_ =
        std::thread([this, pieces = std::move(pieces), then, body,
                     answer = std::move(after_the_body)] { serve(pieces, then, body, answer); });
  }
  ~RawServer() {
    join();
    ::close(listener_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_).append(path);
  }
  /// The request's header as it came. Blocks until the connection is over.
  [[nodiscard]] const std::string& request() {
    join();
    return request_;
  }

 private:
  void join() {
    ::shutdown(listener_, SHUT_RDWR);  // in case that nobody has come
    if (thread_.joinable()) thread_.join();
  }

  void serve(const std::vector<std::string>& pieces, Then then, std::size_t body,
             const std::string& after_the_body) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    char byte = 0;
    while (!request_.ends_with("\r\n\r\n") && ::recv(client, &byte, 1, 0) == 1) request_ += byte;
    for (const std::string& piece : pieces) {
      if (::send(client, piece.data(), piece.size(), MSG_NOSIGNAL) < 0) break;
    }
    std::string bytes(100'000, ' ');
    while (body > 0) {
      const ssize_t got = ::recv(client, bytes.data(), std::min(bytes.size(), body), 0);
      if (got <= 0) break;
      body -= static_cast<std::size_t>(got);
    }
    ::send(client, after_the_body.data(), after_the_body.size(), MSG_NOSIGNAL);
    if (then == Then::waits) {
      while (::recv(client, &byte, 1, 0) == 1) {
      }
    }
    ::close(client);
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::string request_;
  std::thread thread_;
};
