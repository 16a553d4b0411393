#include "http/client/socket.h"

#include <cerrno>
#include <cstdint>
#include <memory>
#include <utility>

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace http::detail {
namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses look_up(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  // "localhost" without asking anybody, as its name promises.
  const std::string name = host == "localhost" ? "127.0.0.1" : host;
  if (::getaddrinfo(name.c_str(), port.c_str(), &hints, &found) != 0) found = nullptr;
  return {found, &freeaddrinfo};
}

}  // namespace

Socket::Socket(Socket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      ended_(std::exchange(other.ended_, -1)),
      received_() {}

Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (ended_ >= 0) ::close(ended_);
}

std::expected<Socket, std::error_code> Socket::connect(const context::Context& ctx,
                                                       const std::string& host,
                                                       const std::string& port) {
  Socket socket;
  socket.ended_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (socket.ended_ < 0) return std::unexpected(last_error());

  const Addresses addresses = look_up(host, port);
  std::error_code error = std::make_error_code(std::errc::host_unreachable);
  for (const addrinfo* one = addresses.get(); one != nullptr; one = one->ai_next) {
    error = socket.open(ctx, *one);
    if (!error) return socket;
    if (ctx.err()) break;
  }
  return std::unexpected(ctx.err() ? ctx.err() : error);
}

std::error_code Socket::open(const context::Context& ctx, const addrinfo& address) {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) return last_error();
  const int yes = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (::connect(descriptor_, address.ai_addr, address.ai_addrlen) == 0) return {};
  if (errno != EINPROGRESS) return last_error();

  const auto ready = wait(ctx, POLLOUT);
  if (!ready) return ready.error();
  int outcome = 0;
  socklen_t size = sizeof outcome;
  ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &outcome, &size);
  return {outcome, std::generic_category()};
}

std::expected<short, std::error_code> Socket::wait(const context::Context& ctx, short events) {
  const std::uint64_t one = 1;
  const auto wake = context::after_func(ctx, [this, &one] {
    [[maybe_unused]] const ssize_t written = ::write(ended_, &one, sizeof one);
  });
  while (!ctx.err()) {
    std::array<pollfd, 2> both{{{descriptor_, events, 0}, {ended_, POLLIN, 0}}};
    if (::poll(both.data(), both.size(), -1) < 0 && errno != EINTR) {
      return std::unexpected(last_error());
    }
    std::uint64_t count = 0;  // that of another call's context may have been left there
    if (both[1].revents != 0) [[maybe_unused]]
      const ssize_t n = ::read(ended_, &count, sizeof count);
    if (both[0].revents != 0 && !ctx.err()) return both[0].revents;
  }
  return std::unexpected(ctx.err());
}

std::expected<std::size_t, std::error_code> Socket::send(const context::Context& ctx,
                                                         std::string_view bytes) {
  std::size_t all = 0;
  while (all < bytes.size()) {
    const std::string_view rest = bytes.substr(all);
    const ssize_t sent = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      all += static_cast<std::size_t>(sent);
      continue;
    }
    if (errno == EPIPE || errno == ECONNRESET) return all;
    if (errno != EAGAIN && errno != EINTR) return std::unexpected(last_error());
    const auto ready = wait(ctx, POLLOUT | POLLIN);
    if (!ready) return std::unexpected(ready.error());
    if ((*ready & POLLOUT) == 0) return all;
  }
  return all;
}

std::expected<std::string_view, std::error_code> Socket::receive(const context::Context& ctx) {
  while (true) {
    const auto ready = wait(ctx, POLLIN);
    if (!ready) return std::unexpected(ready.error());
    const ssize_t got = ::recv(descriptor_, received_.data(), received_.size(), 0);
    if (got >= 0) return std::string_view(received_.data(), static_cast<std::size_t>(got));
    if (errno != EAGAIN && errno != EINTR) return std::unexpected(last_error());
  }
}

}  // namespace http::detail
