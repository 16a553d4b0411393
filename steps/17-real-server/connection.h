#pragma once
#include <expected>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>

/// The server's end of a connection to one client. What the client sends waits in it, byte after
/// byte, until it is read. May be used by several threads at once.
class Connection {
 public:
  virtual ~Connection() = default;

  /// Blocks until there is something to peek at, and returns true; or until stop is requested on
  /// `enough`, and returns false. One thread at a time may wait.
  virtual bool wait_until_readable(std::stop_token enough) = 0;

  /// The next byte, which it leaves where it is. Nothing, without an error, when the client has
  /// closed the connection or its sending side, and all it has sent has been read. An error when
  /// the connection is broken. Blocks as long as there is none of the three.
  virtual std::expected<std::string, std::error_code> peek() = 0;

  /// The same, and takes the byte away: nobody else will see it.
  virtual std::expected<std::string, std::error_code> read() = 0;

  /// Sends `bytes`. Blocks for as long as the client is slow.
  virtual std::error_code write(std::string_view bytes) = 0;
};
