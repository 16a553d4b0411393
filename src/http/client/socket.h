#pragma once
#include <array>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>

#include "context/context.h"

struct addrinfo;

namespace http::detail {

/// A TCP connection on which every wait ends with a context. One thread at a time.
class Socket {
 public:
  /// Errors of all that follows: ctx.err(), as soon as `ctx` has ended; what the system says.
  static std::expected<Socket, std::error_code> connect(const context::Context& ctx,
                                                        const std::string& host,
                                                        const std::string& port);
  ~Socket();
  Socket(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket& operator=(Socket&&) = delete;

  /// Sends until all is sent, or the other side says something, or closes: that is no error here,
  /// and shows when one receives. Returns how many bytes were sent.
  std::expected<std::size_t, std::error_code> send(const context::Context& ctx,
                                                   std::string_view bytes);
  /// What has come; empty when the other side has closed.
  std::expected<std::string_view, std::error_code> receive(const context::Context& ctx);

 private:
  Socket() = default;
  /// Blocks until one of `events` has come, and returns which.
  std::expected<short, std::error_code> wait(const context::Context& ctx, short events);
  std::error_code open(const context::Context& ctx, const addrinfo& address);

  int descriptor_ = -1;
  int ended_ = -1;  // an eventfd: readable when the context has ended
  std::array<char, 16'384> received_;
};

}  // namespace http::detail
