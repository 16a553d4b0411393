#include "support/settle.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <fcntl.h>
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
using testing::MatchesRegex;
using testing::Optional;
using testing::UnorderedElementsAre;

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

TEST(SettleTest, names_a_thread_that_waits_on_a_condition_with_a_timeout) {
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  std::thread waiter([&] {
    stage::name_this_thread("waiter");
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::hours(1), [&] { return over; });
  });
  EXPECT_THAT(settle(),
              Optional(Eq("The thread 'waiter' waits by the wall clock (a wait with a timeout). "
                          "Wait for what you want to know, not for time to pass.")));
  {
    const std::lock_guard lock(mutex);
    over = true;
  }
  changed.notify_all();
  waiter.join();
}

TEST(SettleTest, names_a_thread_that_polls_with_a_timeout) {
  constexpr int hour_in_milliseconds = 3'600'000;
  EXPECT_THAT(settle_beside([](int file) {
                pollfd wanted{.fd = file, .events = POLLIN, .revents = 0};
                poll(&wanted, 1, hour_in_milliseconds);
              }),
              Optional(HasSubstr("'waiter' waits by the wall clock (a poll with a timeout)")));
  EXPECT_THAT(settle_beside([](int file) {
                pollfd wanted{.fd = file, .events = POLLIN, .revents = 0};
                const timespec hour{.tv_sec = 3600, .tv_nsec = 0};
                ppoll(&wanted, 1, &hour, nullptr);
              }),
              Optional(HasSubstr("'waiter' waits by the wall clock (a poll with a timeout)")));
  EXPECT_THAT(settle_beside([](int file) {
                const int events = epoll_create1(EPOLL_CLOEXEC);
                epoll_event wanted{.events = EPOLLIN, .data = {}};
                epoll_ctl(events, EPOLL_CTL_ADD, file, &wanted);
                epoll_wait(events, &wanted, 1, hour_in_milliseconds);
                close(events);
              }),
              Optional(HasSubstr("'waiter' waits by the wall clock (a poll with a timeout)")));
  EXPECT_THAT(settle_beside([](int file) {
                fd_set wanted;
                FD_ZERO(&wanted);
                FD_SET(file, &wanted);
                timeval hour{.tv_sec = 3600, .tv_usec = 0};
                select(file + 1, &wanted, nullptr, nullptr, &hour);
              }),
              Optional(HasSubstr("'waiter' waits by the wall clock (a select with a timeout)")));
}

TEST(SettleTest, has_nothing_against_a_wait_without_a_timeout) {
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
  EXPECT_THAT(settle(), Optional(MatchesRegex(
                            "The thread 'spinner' spins: it runs and runs, and waits for nothing. "
                            "Let it wait to be woken: by a condition variable, or by what asks a "
                            "token.\n\\(The limit is 0.02 s of processor time between two events; "
                            "load of this machine: [0-9.]+ on [0-9]+ processors?.\\)")));
  stage::set_spin_limit(1);
  over = true;
  spinner.join();
}

TEST(SettleTest, does_not_count_the_time_that_the_test_itself_works) {
  Gate gate;
  std::thread waiter([&] { gate.wait(); });
  stage::set_spin_limit(0.02);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(settle(), std::nullopt);
  stage::set_spin_limit(1);
  gate.open();
  waiter.join();
}

TEST(SettleTest, names_a_thread_that_writes_and_finds_no_reader) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  std::thread writer([&] {
    stage::name_this_thread("writer");
    const std::string more_than_a_pipe_holds(100'000, '.');
    EXPECT_EQ(write(ends[1], more_than_a_pipe_holds.data(), more_than_a_pipe_holds.size()),
              100'000);
  });
  stage::set_writing_limit(0);
  EXPECT_THAT(settle(), Optional(MatchesRegex(
                            "The thread 'writer' has been writing for 0 s, and nobody reads it.\n"
                            "\\(That is the limit; load of this machine: .*\\)")));
  stage::set_writing_limit(300);
  std::string read_by_now(100'000, ' ');
  for (std::size_t at = 0; at < read_by_now.size();) {
    at += static_cast<std::size_t>(read(ends[0], &read_by_now[at], read_by_now.size() - at));
  }
  writer.join();
  for (const int end : ends) close(end);
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

}  // namespace
