#pragma once
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"
#include "posix.h"
#include "wake_up.h"

/// A Connection over a connected stream socket, which it closes in the end. Nothing to do here.
class Socket : public Connection {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() override { ::close(descriptor_); }

  bool wait_until_readable(std::stop_token enough) override {
    return wake_up_.wait_until_readable(descriptor_, enough);
  }
  std::expected<std::string, std::error_code> peek() override {
    return posix::receive_byte(descriptor_, MSG_PEEK);
  }
  std::expected<std::string, std::error_code> read() override {
    return posix::receive_byte(descriptor_, 0);
  }
  std::error_code write(std::string_view bytes) override {
    return posix::send_all(descriptor_, bytes);
  }

 private:
  const int descriptor_;
  WakeUp wake_up_;
};
