#pragma once
#include <cerrno>
#include <stop_token>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/// A poll() without a timeout that a token can end. Nothing to do here.
class WakeUp {
 public:
  WakeUp() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;
  ~WakeUp() { ::close(descriptor_); }

  /// Blocks until `other` is readable, which also one is that was closed or is broken: true; or
  /// until stop is requested on `enough`.
  bool wait_until_readable(int other, const std::stop_token& enough) {
    pollfd both[] = {{other, POLLIN, 0}, {descriptor_, POLLIN, 0}};
    {
      const std::stop_callback wake(enough, [this] { ::eventfd_write(descriptor_, 1); });
      while (::poll(both, 2, -1) < 0 && errno == EINTR) continue;
    }
    eventfd_t times = 0;
    ::eventfd_read(descriptor_, &times);  // for the next wait
    return both[0].revents != 0;
  }

 private:
  const int descriptor_;
};
