#include "support/os/task.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/os/every_evidence.h"
#include "support/settle.h"
#include "support/stage.h"

namespace {

using stage::Gate;
using stage::settle;
using stage::os::Evidence;
using stage::os::Sight;
using stage::os::Task;
using stage::os::ThreadId;
using testing::ElementsAre;
using testing::Field;
using testing::Optional;

class TaskTest : public testing::TestWithParam<Evidence> {
 protected:
  ~TaskTest() override { close(folder_); }

  Task task(ThreadId id) const { return {folder_, id, GetParam()}; }

  /// A thread that is blocked until the gate is opened.
  std::thread blocked(Gate& gate, const char* name = "blocked") {
    std::thread thread([this, &gate, name] {
      stage::name_this_thread(name);
      id_ = stage::os::this_thread();
      gate.wait();
    });
    EXPECT_EQ(settle(), std::nullopt);
    return thread;
  }

  std::atomic<ThreadId> id_ = 0;  // of the last that was started

 private:
  const int folder_ = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
};

INSTANTIATE_TEST_SUITE_P(By, TaskTest, stage::os::every_evidence(), stage::os::name_of);

TEST_P(TaskTest, is_asleep_as_long_as_it_is_blocked) {
  Gate gate;
  std::thread thread = blocked(gate);
  Task looked_at = task(id_);

  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(looked_at.first_look(), Sight::asleep);
    EXPECT_EQ(looked_at.second_look(), Sight::asleep);
  }

  gate.open();
  thread.join();
}

TEST_P(TaskTest, is_awake_when_it_has_run_between_the_looks_though_it_is_asleep_again) {
  Gate gate;
  Gate next;
  std::thread thread([&] {
    id_ = stage::os::this_thread();
    gate.wait();
    next.wait();
  });
  EXPECT_EQ(settle(), std::nullopt);
  Task looked_at = task(id_);
  EXPECT_EQ(looked_at.first_look(), Sight::asleep);

  gate.open();
  EXPECT_EQ(settle(), std::nullopt);

  EXPECT_EQ(looked_at.second_look(), Sight::awake);
  EXPECT_EQ(looked_at.first_look(), Sight::asleep) << "It must be looked at anew.";
  EXPECT_EQ(looked_at.second_look(), Sight::asleep);
  next.open();
  thread.join();
}

TEST_P(TaskTest, is_awake_while_it_runs) {
  Task own = task(stage::os::this_thread());
  static_cast<void>(own.first_look());
  EXPECT_EQ(own.second_look(), Sight::awake);
  EXPECT_TRUE(own.alive());
}

TEST_P(TaskTest, is_gone_when_it_has_ended_between_the_looks) {
  Gate gate;
  std::thread thread = blocked(gate);
  Task looked_at = task(id_);
  EXPECT_EQ(looked_at.first_look(), Sight::asleep);

  gate.open();
  thread.join();
  EXPECT_EQ(settle(), std::nullopt);

  EXPECT_EQ(looked_at.second_look(), Sight::gone);
  EXPECT_FALSE(looked_at.alive());
  EXPECT_EQ(looked_at.name_if_alive(), std::nullopt);
}

TEST_P(TaskTest, is_gone_when_there_was_no_such_thread) {
  Gate gate;
  std::thread thread = blocked(gate);
  gate.open();
  thread.join();
  EXPECT_EQ(settle(), std::nullopt);
  EXPECT_EQ(task(id_).first_look(), Sight::gone);
}

/// In a process of its own, as an ordinary user, whose first thread has ended and is still listed.
[[noreturn]] void look_at_a_zombie(Evidence evidence) {
  if (getuid() == 0 && setuid(65534) != 0) _exit(2);
  prctl(PR_SET_DUMPABLE, 1);  // else all that is its own is root's
  std::thread([evidence] {
    const int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (Task(folder, getpid(), evidence).name_if_alive()) sched_yield();
    try {
      _exit(Task(folder, getpid(), evidence).first_look() == Sight::gone ? 0 : 1);
    } catch (const std::system_error& error) {
      fprintf(stderr, "%s\n", error.what());
      _exit(1);
    }
  }).detach();
  syscall(SYS_exit, 0);  // this thread alone
  __builtin_unreachable();
}

TEST_P(TaskTest, is_gone_also_for_an_ordinary_user_when_it_has_ended_and_is_still_listed) {
  const pid_t child = fork();
  if (child == 0) look_at_a_zombie(GetParam());

  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_P(TaskTest, is_gone_though_another_has_got_its_id) {
  Gate gate;
  std::thread thread = blocked(gate);
  const ThreadId id = id_;
  Task looked_at = task(id);
  EXPECT_EQ(looked_at.first_look(), Sight::asleep);
  gate.open();
  thread.join();

  const auto gates = std::make_unique<std::array<Gate, 100>>();
  for (Gate& next : *gates) {
    std::ofstream("/proc/sys/kernel/ns_last_pid") << id - 1;  // works for root
    thread = blocked(next, "next");
    if (id_ == id) break;  // no other process was quicker
    next.open();
    thread.join();
  }
  if (id_ != id) GTEST_SKIP() << "It takes a superuser to have a thread get a certain id.";

  EXPECT_EQ(looked_at.second_look(), Sight::gone);
  EXPECT_EQ(task(id).first_look(), Sight::asleep);
  EXPECT_THAT(stage::other_threads(), ElementsAre(Field(&stage::OtherThread::name, "next")));
  for (Gate& next : *gates) next.open();
  thread.join();
}

TEST_P(TaskTest, has_the_name_that_its_thread_gave_itself_whatever_stands_in_it) {
  Gate gate;
  std::thread thread = blocked(gate, ") Z (a b");
  EXPECT_THAT(task(id_).name_if_alive(), Optional(testing::StrEq(") Z (a b")));
  gate.open();
  thread.join();
}

}  // namespace
