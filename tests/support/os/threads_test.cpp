#include "support/os/threads.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <unistd.h>

#include "support/stage.h"

namespace {

using stage::Gate;
using stage::settle;
using testing::Eq;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::UnorderedElementsAre;

TEST(SettleTest, returns_when_there_is_no_other_thread) { EXPECT_EQ(settle(), std::nullopt); }

/// Takes some milliseconds of processor time.
void work() {
  for (std::atomic<int> i = 0; i < 200'000;) ++i;
}

TEST(SettleTest, waits_until_a_thread_that_works_is_blocked) {
  Gate gate;
  std::atomic<bool> done = false;
  std::thread worker([&] {
    work();
    done = true;
    gate.wait();
  });
  EXPECT_EQ(settle(), std::nullopt);
  EXPECT_TRUE(done);
  gate.open();
  worker.join();
}

TEST(SettleTest, waits_until_a_thread_that_works_has_ended) {
  std::atomic<bool> done = false;
  std::thread worker([&] {
    work();
    done = true;
  });
  EXPECT_EQ(settle(), std::nullopt);
  EXPECT_TRUE(done);
  worker.join();
}

/// Threads that pass a token round: at any moment all but one of them are asleep.
class Relay {
 public:
  Relay(int runners, int passes) : runners_(runners), passes_(passes) {
    for (int me = 0; me < runners; ++me) threads_.emplace_back([this, me] { run(me); });
  }
  ~Relay() {
    for (std::thread& thread : threads_) thread.join();
  }
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void start() { pass(); }
  int passed() {
    const std::lock_guard lock(mutex_);
    return passed_;
  }

 private:
  void pass() {
    const std::lock_guard lock(mutex_);
    ++passed_;
    changed_.notify_all();
  }
  void run(int me) {
    std::unique_lock lock(mutex_);
    while (passed_ <= passes_) {
      changed_.wait(lock,
                    [&] { return passed_ > passes_ || (passed_ > 0 && passed_ % runners_ == me); });
      if (passed_ > passes_) return;
      lock.unlock();
      pass();
      lock.lock();
    }
  }

  const int runners_;
  const int passes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int passed_ = 0;
  std::vector<std::thread> threads_;
};

TEST(SettleTest, is_not_fooled_by_threads_that_wake_each_other) {
  for (int round = 0; round < 3; ++round) {
    Relay relay(3, 50);
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_EQ(relay.passed(), 0);
    relay.start();
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_EQ(relay.passed(), 51);
  }
}

/// Blocks a thread named "waiter" by `wait` on a file that has nothing to read, and lets it go.
std::optional<std::string> settle_beside(const std::function<void(int)>& wait) {
  const int file = eventfd(0, EFD_CLOEXEC);
  std::thread waiter([&] {
    stage::name_this_thread("waiter");
    wait(file);
  });
  const auto trouble = settle();
  eventfd_write(file, 1);
  waiter.join();
  close(file);
  return trouble;
}

TEST(SettleTest, names_a_thread_that_waits_on_a_condition_with_a_time_out) {
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  std::thread waiter([&] {
    stage::name_this_thread("waiter");
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::hours(1), [&] { return over; });
  });
  EXPECT_THAT(settle(),
              Optional(Eq("The thread 'waiter' waits by the wall clock (a wait with a time-out). "
                          "Wait for what you want to know, not for time to pass.")));
  {
    const std::lock_guard lock(mutex);
    over = true;
  }
  changed.notify_all();
  waiter.join();
}

TEST(SettleTest, names_a_thread_that_polls_with_a_time_out) {
  constexpr int hour_in_milliseconds = 3'600'000;
  EXPECT_THAT(settle_beside([](int file) {
                pollfd wanted{.fd = file, .events = POLLIN, .revents = 0};
                poll(&wanted, 1, hour_in_milliseconds);
              }),
              Optional(HasSubstr("'waiter' waits by the wall clock (a poll with a time-out)")));
  EXPECT_THAT(settle_beside([](int file) {
                pollfd wanted{.fd = file, .events = POLLIN, .revents = 0};
                const timespec hour{.tv_sec = 3600, .tv_nsec = 0};
                ppoll(&wanted, 1, &hour, nullptr);
              }),
              Optional(HasSubstr("'waiter' waits by the wall clock (a poll with a time-out)")));
  EXPECT_THAT(settle_beside([](int file) {
                const int events = epoll_create1(EPOLL_CLOEXEC);
                epoll_event wanted{.events = EPOLLIN, .data = {}};
                epoll_ctl(events, EPOLL_CTL_ADD, file, &wanted);
                epoll_wait(events, &wanted, 1, hour_in_milliseconds);
                close(events);
              }),
              Optional(HasSubstr("'waiter' waits by the wall clock (a poll with a time-out)")));
  EXPECT_THAT(settle_beside([](int file) {
                fd_set wanted;
                FD_ZERO(&wanted);
                FD_SET(file, &wanted);
                timeval hour{.tv_sec = 3600, .tv_usec = 0};
                select(file + 1, &wanted, nullptr, nullptr, &hour);
              }),
              Optional(HasSubstr("'waiter' waits by the wall clock (a select with a time-out)")));
}

TEST(SettleTest, has_nothing_against_a_wait_without_a_time_out) {
  EXPECT_EQ(settle_beside([](int file) {
              pollfd wanted{.fd = file, .events = POLLIN, .revents = 0};
              poll(&wanted, 1, -1);
            }),
            std::nullopt);
  EXPECT_EQ(settle_beside([](int file) {
              const int events = epoll_create1(EPOLL_CLOEXEC);
              epoll_event wanted{.events = EPOLLIN, .data = {}};
              epoll_ctl(events, EPOLL_CTL_ADD, file, &wanted);
              epoll_wait(events, &wanted, 1, -1);
              close(events);
            }),
            std::nullopt);
  EXPECT_EQ(settle_beside([](int file) {
              eventfd_t value = 0;
              eventfd_read(file, &value);
            }),
            std::nullopt);
}

TEST(SettleTest, names_a_thread_that_spins) {
  std::atomic<bool> over = false;
  std::thread spinner([&] {
    stage::name_this_thread("spinner");
    while (!over) continue;
  });
  stage::set_spin_limit(0.02);
  EXPECT_THAT(
      settle(),
      Optional(Eq("The thread 'spinner' spins: it runs and runs, and waits for nothing. Let "
                  "it wait to be woken: by a condition variable, or by what asks a "
                  "token.")));
  stage::set_spin_limit(5);
  over = true;
  spinner.join();
}

TEST(SettleTest, does_not_count_the_time_that_the_test_itself_works) {
  Gate gate;
  std::thread waiter([&] { gate.wait(); });
  stage::set_spin_limit(0.02);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(settle(), std::nullopt);
  stage::set_spin_limit(5);
  gate.open();
  waiter.join();
}

TEST(OtherThreadsTest, are_those_that_live_with_the_name_that_they_gave_themselves) {
  Gate gate;
  const auto body = [&](const char* name) {
    return [&gate, name] {
      stage::name_this_thread(name);
      EXPECT_EQ(stage::name_of_this_thread(), name);
      gate.wait();
    };
  };
  std::thread one(body("one"));
  std::thread other(body("other"));
  std::thread ended([] {});
  EXPECT_EQ(settle(), std::nullopt);

  EXPECT_THAT(stage::other_threads(),
              UnorderedElementsAre(Field(&stage::OtherThread::name, "one"),
                                   Field(&stage::OtherThread::name, "other")));

  gate.open();
  for (std::thread* thread : {&one, &other, &ended}) thread->join();
  EXPECT_EQ(settle(), std::nullopt);
  EXPECT_THAT(stage::other_threads(), IsEmpty());
}

TEST(ThreadNameTest, is_inherited_and_keeps_15_bytes) {
  std::string inherited;
  std::thread([&] {
    stage::name_this_thread("a name of more than 15 bytes");
    std::thread([&] { inherited = stage::name_of_this_thread(); }).join();
  }).join();
  EXPECT_EQ(inherited, "a name of more ");
}

/// Freezes a thread that is blocked by `wait`, and shows that not even `release` moves it.
void expect_freeze_holds(const std::function<void()>& wait, const std::function<void()>& release) {
  std::atomic<bool> moved = false;
  std::thread blocked([&] {
    wait();
    moved = true;
  });
  EXPECT_EQ(settle(), std::nullopt);
  {
    const stage::Freeze freeze(stage::other_threads());
    EXPECT_EQ(settle(), std::nullopt);
    release();
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_FALSE(moved);
  }
  EXPECT_EQ(settle(), std::nullopt);
  EXPECT_TRUE(moved);
  blocked.join();
}

TEST(FreezeTest, holds_a_thread_that_waits_on_a_condition) {
  Gate gate;
  expect_freeze_holds([&] { gate.wait(); }, [&] { gate.open(); });
}

TEST(FreezeTest, holds_a_thread_that_waits_for_a_lock) {
  std::mutex mutex;
  mutex.lock();
  expect_freeze_holds([&] { const std::lock_guard lock(mutex); }, [&] { mutex.unlock(); });
}

TEST(FreezeTest, holds_a_thread_that_waits_on_an_atomic) {
  std::atomic<bool> open = false;
  expect_freeze_holds([&] { open.wait(false); },
                      [&] {
                        open = true;
                        open.notify_all();
                      });
}

TEST(FreezeTest, holds_several_threads_and_can_be_done_again) {
  Gate gate;
  std::atomic<int> moved = 0;
  std::vector<std::thread> blocked;
  for (int i = 0; i < 3; ++i) {
    blocked.emplace_back([&] {
      gate.wait();
      ++moved;
    });
  }
  EXPECT_EQ(settle(), std::nullopt);
  for (int i = 0; i < 3; ++i) {
    const stage::Freeze freeze(stage::other_threads());
    EXPECT_EQ(settle(), std::nullopt);
  }
  {
    const stage::Freeze freeze(stage::other_threads());
    gate.open();
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_EQ(moved, 0);
  }
  for (std::thread& thread : blocked) thread.join();
  EXPECT_EQ(moved, 3);
}

}  // namespace
