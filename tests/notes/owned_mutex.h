#pragma once
#include <atomic>
#include <mutex>
#include <thread>

/// A mutex that knows whose it is. Whoever locks a std::mutex that they hold already waits for
/// themselves, for ever; this one can be asked first. Thread-safe.
class OwnedMutex {
 public:
  void lock() {
    mutex_.lock();
    owner_ = std::this_thread::get_id();
  }
  void unlock() {
    owner_ = std::thread::id();
    mutex_.unlock();
  }

  [[nodiscard]] bool is_mine() const { return owner_ == std::this_thread::get_id(); }

 private:
  std::mutex mutex_;
  std::atomic<std::thread::id> owner_;
};
