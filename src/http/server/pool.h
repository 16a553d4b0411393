#pragma once
#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "context/context.h"

namespace http::detail {

/// Something to be done by one of a pool's threads.
class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  virtual ~Job() = default;
  virtual void run() = 0;
};

/// The threads of a server. One of them leads: it sees to the connections. When that has brought a
/// job, it lets another thread lead, and does the job itself: who has to be woken is the one who
/// waits for the next client, not the one whom a client waits for. Threads are started as they are
/// needed, one more than jobs may run (of which at least one may). Thread-safe.
class Pool {
 public:
  /// At most so many jobs run, and so many wait for their turn. `lead` sees to the connections for
  /// one step, and blocks until there is one; false: there won't be any more. It is called by one
  /// thread at a time, and each call sees what the one before has done.
  Pool(std::size_t running, std::size_t waiting, std::function<bool()> lead);
  /// As join().
  ~Pool() { join(); }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Starts the first thread. Errors: std::system_error.
  void start();

  /// Called within `lead`. False when it is full, or no thread can be started: then `job` is not
  /// run.
  [[nodiscard]] bool submit(std::shared_ptr<Job> job);

  /// Blocks until nothing runs and nothing waits, which wins a tie, or `patience` has ended.
  std::error_code wait_until_idle(const context::Context& patience);

  /// Waits until `lead` has said that there won't be any more, and until all jobs are done. Not for
  /// two threads at once.
  void join();

 private:
  void work();
  void lead(std::unique_lock<std::mutex>& lock);
  void run(std::unique_lock<std::mutex>& lock, std::shared_ptr<Job> job);
  [[nodiscard]] bool another_may_lead();
  [[nodiscard]] bool may_run() const {  // one thread is always left to lead
    return !waiting_.empty() && running_ < std::min(most_running_, threads_.size() - 1);
  }

  const std::size_t most_running_;
  const std::size_t most_waiting_;
  const std::function<bool()> lead_;
  std::mutex mutex_;  // guards all that follows
  std::condition_variable changed_;
  std::condition_variable_any idle_;
  std::shared_ptr<Job> leaders_;  // what the leader has got itself to do
  std::deque<std::shared_ptr<Job>> waiting_;
  std::size_t running_ = 0;  // jobs
  bool led_ = false;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace http::detail
