#include "http/server/pool.h"

#include <algorithm>
#include <csignal>
#include <system_error>
#include <utility>

#include <pthread.h>

#include "context/wait.h"

namespace http::detail {
namespace {

/// Threads that are started meanwhile get no signals: these are for the program's own.
class NoSignals {
 public:
  NoSignals() {
    sigset_t all;
    sigfillset(&all);
    for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) sigdelset(&all, crash);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~NoSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  NoSignals(const NoSignals&) = delete;
  NoSignals& operator=(const NoSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

Pool::Pool(std::size_t running, std::size_t waiting, std::function<bool()> lead)
    : most_running_(std::max<std::size_t>(running, 1)),
      most_waiting_(waiting),
      lead_(std::move(lead)) {}

void Pool::start() {
  const NoSignals quiet;
  threads_.emplace_back([this] {
    pthread_setname_np(pthread_self(), "http-server");
    work();
  });
}

void Pool::join() {
  for (std::size_t i = 0;; ++i) {
    std::thread thread;
    {
      const std::lock_guard lock(mutex_);
      if (i == threads_.size()) break;
      thread = std::move(threads_[i]);
    }
    thread.join();
  }
  threads_.clear();
}

bool Pool::submit(std::shared_ptr<Job> job) {
  const std::lock_guard lock(mutex_);
  const bool has_a_thread = running_ < most_running_ && another_may_lead();
  if (has_a_thread && leaders_ == nullptr && waiting_.empty()) {
    ++running_;
    leaders_ = std::move(job);
    return true;
  }
  if (threads_.size() < 2 || waiting_.size() >= most_waiting_) return false;
  waiting_.push_back(std::move(job));
  if (may_run()) changed_.notify_one();
  return true;
}

std::error_code Pool::wait_until_idle(const context::Context& patience) {
  std::unique_lock lock(mutex_);
  const auto idle = [this] { return running_ == 0 && waiting_.empty(); };
  const std::error_code over = context::wait_until(patience, idle_, lock, idle);
  return idle() ? std::error_code() : over;
}

void Pool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return over_ || !led_ || may_run(); });
    if (!led_ && !over_) {
      lead(lock);
    } else if (may_run()) {
      ++running_;
      std::shared_ptr<Job> job = std::move(waiting_.front());
      waiting_.pop_front();
      run(lock, std::move(job));
    } else if (over_) {
      return;
    }
  }
}

void Pool::lead(std::unique_lock<std::mutex>& lock) {
  led_ = true;
  if (may_run()) changed_.notify_one();  // somebody else's, now
  while (leaders_ == nullptr) {
    lock.unlock();
    const bool more = lead_();
    lock.lock();
    if (more) continue;
    led_ = false;
    over_ = true;
    changed_.notify_all();
    return;
  }
  std::shared_ptr<Job> job = std::exchange(leaders_, nullptr);
  led_ = false;
  changed_.notify_one();
  run(lock, std::move(job));
}

/// Else nobody would notice that a client hangs up, or that the server is to end.
bool Pool::another_may_lead() {
  if (threads_.size() > running_ + 1) return true;
  try {
    start();
    return true;
  } catch (const std::system_error&) {  // no more threads: those that there are must do
    return false;
  }
}

void Pool::run(std::unique_lock<std::mutex>& lock, std::shared_ptr<Job> job) {
  lock.unlock();
  job->run();
  job.reset();
  lock.lock();
  if (--running_ == 0 && waiting_.empty()) idle_.notify_all();
}

}  // namespace http::detail
