#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <thread>

#include <pthread.h>

#include "context/detail/time_source.h"

namespace context::inline v1::detail {
namespace {

/// Several queues, so that threads whose timeouts come and go (nearly all are cancelled) do not
/// stand in line for one lock. Each has cache lines of its own.
struct alignas(128) Queue : TimerQueue {};
constexpr std::uint32_t queues = 8;

/// The queue of the calling thread: the threads take turns.
std::uint32_t own_queue() noexcept {
  static std::atomic<std::uint32_t> turns{0};
  thread_local const std::uint32_t own = turns.fetch_add(1, std::memory_order_relaxed) % queues;
  return own;
}

/// No signals for the calling thread, nor for those that it starts meanwhile.
class SignalsBlocked {
 public:
  SignalsBlocked() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

/// The steady clock. One thread, "context-timer", waits for the earliest deadline of the process
/// and fires what is due. It sleeps without a limit when there is none. It takes no signals.
class RealTime final : public TimeSource {
 public:
  RealTime() {
    const SignalsBlocked inherited;  // no signal handler of the program runs on our thread
    thread_ = std::thread([this] { run(); });
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

  /// The timer thread is woken only for a deadline before the moment at which it is going to wake
  /// anyway. So timeouts that come and go wake it for nothing once at worst.
  void arm(DeadlineNode& node) override {
    node.queue = own_queue();
    if (queues_[node.queue].arm(node) && node.deadline < wakes_at_.load()) {
      {
        const std::lock_guard guard(lock_);
      }  // between its look at the queues and its sleep
      changed_.notify_one();
    }
  }

  void disarm(DeadlineNode& node) noexcept override { queues_[node.queue].disarm(node); }

  void sleepers_changed(int /*difference*/) override {}

 private:
  void run() {
    pthread_setname_np(pthread_self(), "context-timer");
    std::unique_lock guard(lock_);
    while (!stopping_) {
      // First the promise to wake for anything, then the look: what is armed after the look finds
      // the promise, what is armed before is seen.
      wakes_at_ = Clock::time_point::max();
      Queue& next = earliest_queue();
      const Clock::time_point when = next.earliest_deadline();
      if (when <= Clock::now()) {
        wakes_at_ = Clock::time_point::min();  // awake
        guard.unlock();
        if (DeadlineNode* const node = next.take_due(when)) fire(node);
        guard.lock();
      } else if (when == Clock::time_point::max()) {
        changed_.wait(guard);
      } else {
        wakes_at_ = when;
        changed_.wait_until(guard, when);
      }
    }
  }

  Queue& earliest_queue() {
    return *std::ranges::min_element(queues_, {}, &TimerQueue::earliest_deadline);
  }

  std::array<Queue, queues> queues_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::atomic<Clock::time_point> wakes_at_{Clock::time_point::min()};
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

}  // namespace context::inline v1::detail
