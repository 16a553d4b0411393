#pragma once
#include <condition_variable>
#include <mutex>

namespace stage {

/// Holds threads until it is opened, and never closes again. A mutex and a condition variable and
/// not a semaphore: libstdc++'s can lose a wakeup under contention. Thread-safe; wait() blocks.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }

  void wait() {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

}  // namespace stage
