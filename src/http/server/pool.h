#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "context/context.h"

namespace http::detail {

/// Starts a thread of this name that gets no signals: they are for the program's own threads.
/// Errors: std::system_error.
std::thread quiet_thread(const char* name, void (*body)(void*), void* argument);

/// Something to be done by one of a pool's threads.
class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  virtual ~Job() = default;
  virtual void run() = 0;
};

/// Threads that run handlers. They are started as they are needed. Thread-safe.
class Pool {
 public:
  /// At most so many threads, and so many jobs that wait for one.
  Pool(std::size_t threads, std::size_t waiting);
  /// As join().
  ~Pool() { join(); }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// False when it is full, or no thread can be started: then `job` is not run.
  [[nodiscard]] bool submit(std::shared_ptr<Job> job);

  /// Blocks until nothing runs and nothing waits, or `patience` has ended, which wins a tie.
  std::error_code wait_until_idle(const context::Context& patience);

  /// Runs what waits, takes nothing more, and joins. Not for two threads at once.
  void join();

 private:
  [[nodiscard]] bool has_a_thread_for_one_more();
  void work();

  const std::size_t most_threads_;
  const std::size_t most_waiting_;
  std::mutex mutex_;  // guards all that follows
  std::condition_variable work_;
  std::condition_variable_any idle_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::size_t resting_ = 0;  // threads that wait for a job
  std::size_t running_ = 0;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace http::detail
