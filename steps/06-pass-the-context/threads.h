#pragma once
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <utility>
#include <vector>

/// Threads that may outlive whoever started them, but not this: its destructor waits for them all.
/// Thread-safe.
class Threads {
 public:
  /// Runs `body` in a thread of its own. Does not wait for it.
  void run(std::function<void()> body) {
    const std::lock_guard lock(mutex_);
    std::erase_if(running_, ended);
    running_.push_back(std::async(std::launch::async, std::move(body)));
  }

 private:
  static bool ended(const std::future<void>& thread) {
    return thread.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

  std::mutex mutex_;
  std::vector<std::future<void>> running_;  // a future of std::async joins when it is destroyed
};
