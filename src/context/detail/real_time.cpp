#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <system_error>
#include <utility>

#include <pthread.h>

#include "context/detail/agenda.h"
#include "context/detail/thread_manners.h"
#include "context/detail/time_source.h"

namespace context::inline v1::detail {
namespace {

using namespace std::chrono_literals;

/// How long the end of the program waits for callbacks of deadlines that still run.
constexpr auto patience_at_exit = 1s;

/// How many threads may rest. More of them come from callbacks that took their time, all at once.
constexpr int most_resting = 2;

/// The queue of the calling thread: the threads take turns.
std::size_t own_queue() noexcept {
  static std::atomic<std::size_t> turns{0};
  thread_local const std::size_t own =
      turns.fetch_add(1, std::memory_order_relaxed) % Agenda::queues;
  return own;
}

/// Throws, or ends the program where exceptions are off.
[[noreturn]] void refuse(int error) {
#ifdef __cpp_exceptions
  throw std::system_error(error, std::generic_category(), "context: no thread for deadlines");
#else
  std::fprintf(stderr, "context: no thread for deadlines (error %d)\n", error);
  std::abort();
#endif
}

/// The steady clock, and the threads named "context-timer".
///
/// One of them has the watch: it sleeps until the earliest deadline of the process, without a limit
/// when there is none. When a deadline comes it hands the watch on, and then ends the context. So
/// it may run callbacks of any length, or wait for the lock of a tree, and delays no other
/// deadline. A thread that comes back from that takes the watch again, rests as a relief, or ends.
class RealTime final : public TimeSource {
 public:
  [[nodiscard]] Clock::time_point now() const override { return Clock::now(); }

  bool arm(DeadlineNode& node) override {
    if (!agenda_.arm(node, own_queue())) return true;
    if (const int error = wake_the_watch(); error != 0) {
      agenda_.disarm(node);
      refuse(error);
    }
    return true;
  }

  void disarm(DeadlineNode& node) noexcept override { agenda_.disarm(node); }

  /// Not when the program ends; in a child of fork() from this call on.
  [[nodiscard]] bool is_watched() noexcept override {
    const std::lock_guard guard(lock_);
    return !stopping_ && (workers_ != nullptr || start_worker() == 0);
  }

  void sleepers_changed(int /*difference*/) noexcept override {}

  /// Ends the threads; what is armed then never fires. Callbacks that run are waited for, within
  /// reason, unless it is the callback itself that ends the program.
  void stop() noexcept {
    std::unique_lock guard(lock_);
    stopping_ = true;
    changed_.notify_all();
    relief_.notify_all();
    gone_.wait_for(guard, patience_at_exit, [this] { return all_gone(); });
    join_those_gone(guard);
  }

  /// Before a fork(): no lock of this clock, and no tree's, is to be held by a thread that the
  /// child has not got.
  void hold() {
    std::unique_lock guard(lock_);
    unmarked_.wait(guard, [this] { return marking_ == 0; });
    agenda_.hold();
    (void)guard.release();
  }
  void let_go() {
    agenda_.let_go();
    lock_.unlock();
  }
  /// After it, in the child: its first deadline finds no thread, and starts one.
  void let_go_in_the_child() {
    while (workers_ != nullptr)
      lost_ = std::exchange(workers_, std::exchange(workers_->next, lost_));
    watched_ = false;
    resting_ = 0;
    for (auto* each : {&changed_, &relief_, &gone_, &unmarked_}) std::construct_at(each);
    agenda_.watch_looks_again_at(Clock::time_point::max());
    let_go();
  }

 private:
  struct Worker {
    RealTime* time;
    Worker* next;
    pthread_t thread{};
    bool gone = false;
  };

  /// Gives the number of an error when there is no thread to keep the watch.
  int wake_the_watch() noexcept {
    int error = 0;
    {
      const std::lock_guard guard(lock_);  // not between its search and its sleep
      if (workers_ == nullptr && !stopping_) error = start_worker();
    }
    changed_.notify_one();
    return error;
  }

  /// Under the lock.
  int start_worker() noexcept {
    std::unique_ptr<Worker> worker(new (std::nothrow) Worker{.time = this, .next = workers_});
    if (worker == nullptr) return ENOMEM;
    const SignalMask quiet(all_but_crashes());
    if (workers_ == nullptr) mask_of_callbacks_ = quiet.before();
    const auto body = [](void* self) -> void* {
      auto& started = *static_cast<Worker*>(self);
      started.time->work(started);
      return nullptr;
    };
    const int error = pthread_create(&worker->thread, nullptr, body, worker.get());
    if (error == 0) workers_ = worker.release();
    return error;
  }

  /// Without the lock: a thread that ends destroys its thread_locals, and these may use deadlines.
  void join_those_gone(std::unique_lock<std::mutex>& guard) noexcept {
    Worker* gone = nullptr;
    for (Worker** link = &workers_; *link != nullptr;) {
      if ((*link)->gone) {
        gone = std::exchange(*link, std::exchange((*link)->next, gone));
      } else {
        link = &(*link)->next;
      }
    }
    guard.unlock();
    while (gone != nullptr) {
      const std::unique_ptr<Worker> worker(std::exchange(gone, gone->next));
      pthread_join(worker->thread, nullptr);
    }
    guard.lock();
  }

  /// All but the calling thread.
  [[nodiscard]] bool all_gone() const noexcept {
    const Worker* worker = workers_;
    while (worker != nullptr && (worker->gone || pthread_equal(worker->thread, pthread_self()))) {
      worker = worker->next;
    }
    return worker == nullptr;
  }

  void work(Worker& self) noexcept {
    settle_in("context-timer");
    std::unique_lock guard(lock_);
    while (!stopping_) {
      if (watched_) {
        if (resting_ == most_resting) break;
        ++resting_;
        relief_.wait(guard, [this] { return stopping_ || !watched_; });
        --resting_;
        continue;
      }
      watched_ = true;
      DeadlineNode* const node = keep_watch(guard);
      watched_ = false;
      if (node != nullptr) {
        hand_over();
        fire(node, guard);
      }
    }
    self.gone = true;
    gone_.notify_all();
  }

  /// Returns with what is due; with null when the program ends.
  DeadlineNode* keep_watch(std::unique_lock<std::mutex>& guard) {
    while (!stopping_) {
      const Agenda::Next next = agenda_.search();
      if (next.when <= Clock::now()) {
        agenda_.watch_looks_again_at(Clock::time_point::min());
        if (DeadlineNode* const node = next.queue->take_due(next.when)) return node;
      } else if (next.queue == nullptr) {
        changed_.wait(guard);
      } else {
        agenda_.watch_looks_again_at(next.when);
        changed_.wait_until(guard, next.when);
      }
    }
    return nullptr;
  }

  /// Without a thread more there is no watch until this one is back: late, but not lost.
  void hand_over() noexcept {
    if (resting_ > 0) {
      relief_.notify_one();
    } else {
      (void)start_worker();
    }
  }

  /// The callbacks run with the signals of the program, and so do threads that they start.
  void fire(DeadlineNode* node, std::unique_lock<std::mutex>& guard) noexcept {
    ++marking_;
    guard.unlock();
    Told told = node->mark_as_due();
    guard.lock();
    if (--marking_ == 0) unmarked_.notify_all();
    guard.unlock();
    {
      const SignalMask of_the_program(mask_of_callbacks_);
      told.tell();
      release(node);
    }
    guard.lock();
    join_those_gone(guard);
  }

  Agenda agenda_;
  std::mutex lock_;
  std::condition_variable changed_;   ///< for the watch: something is due earlier
  std::condition_variable relief_;    ///< for those that rest: nobody has the watch
  std::condition_variable gone_;      ///< for stop()
  std::condition_variable unmarked_;  ///< for hold()
  bool watched_ = false;
  bool stopping_ = false;
  int resting_ = 0;
  int marking_ = 0;  ///< how many are about to end a context, and may hold the lock of its tree
  Worker* workers_ = nullptr;
  Worker* lost_ = nullptr;  ///< in a child of fork(): the threads that it has not got
  sigset_t mask_of_callbacks_{};
};

/// The clock is never destroyed, only its threads end: static objects may still hold contexts.
RealTime& the_real_time() {
  static RealTime& time = *new RealTime;
  return time;
}

/// What happens to the process happens to the threads of the clock.
struct OfTheProcess {
  OfTheProcess() noexcept {
    pthread_atfork([] { the_real_time().hold(); }, [] { the_real_time().let_go(); },
                   [] { the_real_time().let_go_in_the_child(); });
  }
  OfTheProcess(const OfTheProcess&) = delete;
  OfTheProcess& operator=(const OfTheProcess&) = delete;
  ~OfTheProcess() { the_real_time().stop(); }
};

}  // namespace

TimeSource& real_time() {
  static const OfTheProcess ends_and_forks;
  return the_real_time();
}

}  // namespace context::inline v1::detail
