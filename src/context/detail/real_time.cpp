#include <condition_variable>
#include <csignal>
#include <thread>

#include <pthread.h>

#include "context/detail/time_source.h"

namespace context::detail {
namespace {

/// The steady clock. One thread, "context-timer", waits for the earliest deadline of the process
/// and fires what is due. It sleeps without a limit when there is none. It takes no signals.
class RealTime final : public TimeSource {
 public:
  RealTime() {
    // A new thread inherits the mask: no signal handler of the program runs on ours.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
      thread_ = std::thread([this] { run(); });
    } catch (...) {
      pthread_sigmask(SIG_SETMASK, &before, nullptr);
      throw;
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  /// Ends the thread; what is armed then never fires. A callback that runs is waited for, unless it
  /// is the callback itself that ends the program.
  void stop() noexcept {
    {
      const std::lock_guard guard(lock_);
      stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.get_id() == std::this_thread::get_id()) {
      thread_.detach();
    } else {
      thread_.join();
    }
  }

  [[nodiscard]] Clock::time_point now() const override { return Clock::now(); }

  void sleepers_changed(int /*difference*/) override {}

 private:
  void on_earlier_deadline() noexcept override {
    if (timers_.earliest_deadline() < wakes_at_) changed_.notify_one();
  }

  void run() {
    pthread_setname_np(pthread_self(), "context-timer");
    std::unique_lock guard(lock_);
    while (!stopping_) {
      if (DeadlineNode* const node = take_due(timers_, Clock::now())) {
        guard.unlock();
        fire(node);
        guard.lock();
      } else {
        wait(guard);
      }
    }
  }

  /// A deadline later than `wakes_at_` needs no wake-up, and neither does one that is cancelled: at
  /// worst the thread wakes once for nothing.
  void wait(std::unique_lock<std::mutex>& guard) {
    wakes_at_ = timers_.earliest_deadline();
    if (wakes_at_ == Clock::time_point::max()) {
      changed_.wait(guard);
    } else {
      changed_.wait_until(guard, wakes_at_);
    }
    wakes_at_ = Clock::time_point::min();  // awake: will look by itself before it sleeps again
  }

  std::condition_variable changed_;
  Clock::time_point wakes_at_ = Clock::time_point::min();
  bool stopping_ = false;
  std::thread thread_;
};

struct AtExit {
  explicit AtExit(RealTime& time) noexcept : real_time(time) {}
  AtExit(const AtExit&) = delete;
  AtExit& operator=(const AtExit&) = delete;
  ~AtExit() { real_time.stop(); }
  RealTime& real_time;
};

}  // namespace

TimeSource& real_time() {
  // The clock is never destroyed, only its thread ends: static objects may still hold contexts.
  static RealTime& time = *new RealTime;
  static const AtExit at_exit(time);
  return time;
}

}  // namespace context::detail
