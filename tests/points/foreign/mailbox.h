#pragma once
#include <condition_variable>
#include <mutex>
#include <string>

/// Holds one letter.
class Mailbox {
 public:
  void put(std::string letter);
  /// Blocks until there is one.
  std::string take();

 private:
  std::mutex mutex_;
  std::condition_variable has_come_;
  std::string letter_;
};
