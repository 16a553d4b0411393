#include "http/server/pool.h"

#include <csignal>
#include <system_error>
#include <utility>

#include <pthread.h>

#include "context/wait.h"

namespace http::detail {

std::thread quiet_thread(const char* name, void (*body)(void*), void* argument) {
  struct Masked {
    Masked() {
      sigset_t all;
      sigfillset(&all);
      for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) sigdelset(&all, crash);
      pthread_sigmask(SIG_SETMASK, &all, &before);
    }
    ~Masked() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
    Masked(const Masked&) = delete;
    Masked& operator=(const Masked&) = delete;
    sigset_t before{};
  } const masked;
  return std::thread([name, body, argument] {
    pthread_setname_np(pthread_self(), name);
    body(argument);
  });
}

Pool::Pool(std::size_t threads, std::size_t waiting)
    : most_threads_(threads), most_waiting_(waiting) {}

void Pool::join() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  work_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool Pool::submit(std::shared_ptr<Job> job) {
  {
    const std::lock_guard lock(mutex_);
    if (over_ || !has_a_thread_for_one_more()) return false;
    waiting_.push_back(std::move(job));
  }
  work_.notify_one();
  return true;
}

bool Pool::has_a_thread_for_one_more() {
  if (resting_ > waiting_.size()) return true;
  if (threads_.size() < most_threads_) {
    try {
      threads_.push_back(
          quiet_thread("http-handler", [](void* self) { static_cast<Pool*>(self)->work(); }, this));
      return true;
    } catch (const std::system_error&) {  // no more threads: those that there are must do
    }
  }
  return !threads_.empty() && waiting_.size() < most_waiting_;
}

std::error_code Pool::wait_until_idle(const context::Context& patience) {
  std::unique_lock lock(mutex_);
  return context::wait_until(patience, idle_, lock,
                             [this] { return running_ == 0 && waiting_.empty(); });
}

void Pool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++resting_;
    work_.wait(lock, [this] { return over_ || !waiting_.empty(); });
    --resting_;
    if (waiting_.empty()) return;

    std::shared_ptr<Job> job = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    lock.unlock();
    job->run();
    job.reset();
    lock.lock();
    if (--running_ == 0 && waiting_.empty()) idle_.notify_all();
  }
}

}  // namespace http::detail
