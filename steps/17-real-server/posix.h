#pragma once
#include <cerrno>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>

#include <sys/socket.h>

namespace posix {

inline std::error_code last_error() { return {errno, std::generic_category()}; }

/// A byte of a socket; none at the end of all bytes. With MSG_PEEK as `flags` it stays where it is.
inline std::expected<std::string, std::error_code> receive_byte(int socket, int flags) {
  char byte = 0;
  ssize_t count = ::recv(socket, &byte, 1, flags);
  while (count < 0 && errno == EINTR) count = ::recv(socket, &byte, 1, flags);
  if (count < 0) return std::unexpected(last_error());
  return std::string(static_cast<std::size_t>(count), byte);
}

/// Sends all of `bytes`, or says why not. A client who has gone is an error here, and no SIGPIPE.
inline std::error_code send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) return last_error();
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace posix
