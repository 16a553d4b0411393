// When settle() returns, everything has settled, whatever the threads have been up to; with each of
// the two kinds of evidence that a kernel may have to offer.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/os/every_evidence.h"
#include "support/os/tasks.h"
#include "support/stage.h"
#include "support/temporary_folder.h"

namespace {

using stage::Gate;
using stage::settle;
using stage::os::Evidence;
using testing::IsEmpty;

class SettledTest : public testing::TestWithParam<Evidence> {
 protected:
  SettledTest() { stage::os::start_over_with(GetParam()); }
  ~SettledTest() override { stage::os::start_over_with(stage::os::best_evidence()); }
};

INSTANTIATE_TEST_SUITE_P(By, SettledTest, stage::os::every_evidence(), stage::os::name_of);

TEST_P(SettledTest, returns_when_there_is_no_other_thread) { EXPECT_EQ(settle(), std::nullopt); }

/// Takes some milliseconds of processor time.
void work(int thousands = 200) {
  for (std::atomic<int> i = 0; i < 1000 * thousands;) ++i;
}

TEST_P(SettledTest, waits_until_a_thread_that_works_is_blocked) {
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

TEST_P(SettledTest, waits_until_a_thread_that_works_has_ended) {
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

TEST_P(SettledTest, is_not_fooled_by_threads_that_wake_each_other) {
  for (int round = 0; round < 3; ++round) {
    Relay relay(3, 50);
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_EQ(relay.passed(), 0);
    relay.start();
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_EQ(relay.passed(), 51);
  }
}

TEST_P(SettledTest, sees_what_a_thread_did_that_has_ended) {
  for (int round = 0; round < 200; ++round) {
    Gate gate;
    std::atomic<bool> woken = false;
    std::thread waiter([&] {
      gate.wait();
      work(5);
      woken = true;
    });
    EXPECT_EQ(settle(), std::nullopt);

    std::thread waker([&] { gate.open(); });
    EXPECT_EQ(settle(), std::nullopt);

    EXPECT_TRUE(woken);
    waiter.join();
    waker.join();
  }
}

TEST_P(SettledTest, sees_every_thread_of_many_that_begin_and_end) {
  for (int round = 0; round < 50; ++round) {
    std::atomic<int> done = 0;
    const std::function<void(int)> chain = [&](int left) {
      if (left > 0) std::thread(chain, left - 1).detach();
      work(left % 3 * 5);
      ++done;
    };
    for (int i = 0; i < 4; ++i) std::thread(chain, 5).detach();
    EXPECT_EQ(settle(), std::nullopt);
    EXPECT_EQ(done, 4 * 6);
  }
}

/// A thread of this process that nobody looks at, so that it can play one of another.
class Outsider {
 public:
  explicit Outsider(const std::function<void()>& body)
      : thread_([this, body] {
          gate_.wait();
          body();
        }) {
    EXPECT_EQ(settle(), std::nullopt);
    stage::ignore_present_threads();
  }
  ~Outsider() { thread_.join(); }
  Outsider(const Outsider&) = delete;
  Outsider& operator=(const Outsider&) = delete;

  void starts() { gate_.open(); }

 private:
  Gate gate_;
  std::thread thread_;
};

TEST_P(SettledTest, waits_for_a_thread_that_writes_to_a_slow_reader) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const std::string more_than_a_pipe_holds(300'000, '.');
  Outsider reader([&] {
    std::vector<char> bytes(10'000);
    do {
      work(20);
    } while (read(ends[0], bytes.data(), bytes.size()) > 0);
  });
  std::atomic<bool> written = false;
  std::thread writer([&] {
    const auto length =
        write(ends[1], more_than_a_pipe_holds.data(), more_than_a_pipe_holds.size());
    written = length == static_cast<ssize_t>(more_than_a_pipe_holds.size());
  });
  reader.starts();

  EXPECT_EQ(settle(), std::nullopt);

  EXPECT_TRUE(written);
  writer.join();
  close(ends[1]);  // which is what ends the reader
}

// While a child gets going, its parent sleeps so deeply that nothing can wake it but that child:
// asleep, too, but not for long.
TEST_P(SettledTest, waits_for_a_thread_that_starts_a_program) {
  const ::TemporaryFolder folder;
  const std::string fifo = folder.path() / "fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  Outsider opener([&] {
    work();
    close(open(fifo.c_str(), O_WRONLY | O_CLOEXEC));
  });
  std::atomic<bool> started = false;
  pid_t child = 0;
  std::thread starter([&] {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, fifo.c_str(), O_RDONLY, 0);
    std::string program = "/bin/true";
    char* words[] = {program.data(), nullptr};
    EXPECT_EQ(posix_spawn(&child, program.c_str(), &actions, nullptr, words, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    started = true;
  });
  opener.starts();

  EXPECT_EQ(settle(), std::nullopt);

  EXPECT_TRUE(started);
  starter.join();
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
}

TEST_P(SettledTest, looks_after_a_fork_at_the_threads_of_the_child) {
  Gate gate;
  std::thread waiter([&] { gate.wait(); });
  EXPECT_EQ(settle(), std::nullopt);

  const pid_t child = fork();
  if (child == 0) _exit(settle() || !stage::other_threads().empty() ? 1 : 0);

  int status = -1;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  gate.open();
  waiter.join();
}

}  // namespace
