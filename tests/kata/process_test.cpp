#include "kata/run/process.h"

#include <array>
#include <csignal>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kata/base/files.h"
#include "kata/run/build.h"
#include "kata/run/interrupts.h"
#include "kata/run/limits.h"
#include "kata/run/verdict.h"
#include "support/temporary_folder.h"

namespace kata {
namespace {

using testing::HasSubstr;
using testing::Not;

Command shell(const std::string& script) {
  Command command;
  command.words = {"sh", "-c", script};
  return command;
}

TEST(Process, tells_how_a_command_ended_and_what_it_printed) {
  const Ending run = kata::run(context::background(), shell("echo out; echo err >&2; exit 3"));

  EXPECT_EQ(run.end, End::exited);
  EXPECT_EQ(run.number, 3);
  EXPECT_EQ(run.output, "out\nerr\n");
  EXPECT_FALSE(run.succeeded());
}

TEST(Process, tells_the_signal_that_killed_a_command) {
  const Ending run = kata::run(context::background(), shell("kill -ABRT $$"));

  EXPECT_EQ(run.end, End::killed);
  EXPECT_EQ(run.number, SIGABRT);
}

TEST(Process, tells_why_a_command_could_not_be_started) {
  Command command;
  command.words = {"/no/such/program"};

  const Ending run = kata::run(context::background(), command);

  EXPECT_EQ(run.end, End::not_started);
  EXPECT_EQ(run.number, ENOENT);
}

TEST(Process, runs_in_its_folder_with_its_environment_and_no_input) {
  Command command = shell("pwd; echo \"$WORD\"; cat");
  command.folder = "/";
  command.environment = {"WORD=a word", "PATH=/usr/bin:/bin"};

  EXPECT_EQ(kata::run(context::background(), command).output, "/\na word\n");
}

TEST(Process, hands_on_the_output_as_it_comes) {
  std::string heard;
  Command command = shell("echo one; echo two");
  command.on_output = [&heard](std::string_view text) { heard += text; };

  const Ending run = kata::run(context::background(), command);

  EXPECT_EQ(heard, "one\ntwo\n");
  EXPECT_EQ(run.output, heard);
}

TEST(Process, ends_a_command_and_its_children_when_the_context_is_cancelled) {
  auto [ctx, cancel] = context::with_cancel(context::background());
  Command command = shell("tail -f /dev/null & echo ready; wait");
  command.on_output = [&cancel](std::string_view /*text*/) { cancel(); };

  const Ending run = kata::run(ctx, command);

  EXPECT_EQ(run.end, End::cancelled);
  EXPECT_THAT(run.output, HasSubstr("ready"));
}

TEST(Process, does_not_even_wait_for_a_command_whose_context_was_cancelled_before) {
  auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();

  EXPECT_EQ(kata::run(ctx, shell("tail -f /dev/null")).end, End::cancelled);
}

TEST(Process, lets_a_command_put_its_affairs_in_order_when_it_is_cancelled) {
  auto [ctx, cancel] = context::with_cancel(context::background());
  Command command = shell("trap 'echo goodbye; exit 0' TERM; echo ready; tail -f /dev/null & wait");
  command.on_output = [&cancel](std::string_view /*text*/) { cancel(); };

  EXPECT_EQ(kata::run(ctx, command).output, "ready\ngoodbye\n");
}

TEST(Process, kills_a_command_that_ignores_the_request_to_end) {
  auto [ctx, cancel] = context::with_cancel(context::background());
  Command command = shell("trap '' TERM; echo ready; while :; do tail -f /dev/null; done");
  command.on_output = [&cancel](std::string_view /*text*/) { cancel(); };

  EXPECT_EQ(kata::run(ctx, command).end, End::cancelled);
}

TEST(Process, ends_a_command_that_outruns_its_limit) {
  Command command = shell("tail -f /dev/null");
  command.limit = std::chrono::milliseconds(1);

  EXPECT_EQ(kata::run(context::background(), command).end, End::timed_out);
}

TEST(Process, does_not_wait_for_what_a_command_left_running) {
  const Ending run = kata::run(context::background(), shell("tail -f /dev/null & echo gone"));

  EXPECT_EQ(run.end, End::exited);
  EXPECT_EQ(run.output, "gone\n");
}

/// Of a process of any name: whether it is there, and no zombie.
bool lives(pid_t process) {
  const auto status = read_file("/proc/" + std::to_string(process) + "/stat");
  return status && status->find(") Z ") == std::string::npos;
}

/// The number that `text` begins with.
pid_t number_in(std::string_view text) { return std::atoi(std::string(text).c_str()); }

TEST(Process, finds_what_a_command_started_in_another_session) {
  const Ending run = kata::run(
      context::background(),
      shell("setsid sh -c 'setsid tail -f /dev/null & echo $! >&2; exec tail -f /dev/null' & "
            "sleep 0.05; exit 0"));

  EXPECT_EQ(run.end, End::exited);
  const pid_t stray = number_in(run.output);
  ASSERT_GT(stray, 0) << run.output;
  EXPECT_FALSE(lives(stray));
}

TEST(Process, finds_what_left_for_another_session_when_the_context_is_cancelled) {
  auto [ctx, cancel] = context::with_cancel(context::background());
  std::string heard;
  Command command =
      shell("setsid sh -c 'trap \"\" TERM; echo $$; while :; do tail -f /dev/null; done'");
  command.on_output = [&](std::string_view text) {
    heard += text;
    cancel();
  };

  EXPECT_EQ(kata::run(ctx, command).end, End::cancelled);
  EXPECT_FALSE(lives(number_in(heard)));
}

TEST(Process, is_gone_with_all_it_started_when_whoever_runs_it_is_killed) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t runner = fork();
  if (runner == 0) {
    Command command =
        shell("setsid tail -f /dev/null & echo $!; trap '' TERM INT HUP QUIT; while :; do :; done");
    command.on_output = [&](std::string_view text) {
      [[maybe_unused]] const auto count = write(ends[1], text.data(), text.size());
    };
    static_cast<void>(kata::run(context::background(), command));
    _exit(0);
  }
  close(ends[1]);
  std::array<char, 64> buffer{};
  ASSERT_GT(read(ends[0], buffer.data(), buffer.size() - 1), 0);
  const pid_t stray = number_in(buffer.data());

  kill(runner, SIGKILL);
  waitpid(runner, nullptr, 0);
  // The last who holds our pipe is the command: it has no end of ours, so look at the stray itself.
  const int gone = static_cast<int>(syscall(SYS_pidfd_open, stray, 0));
  pollfd wait{gone, POLLIN, 0};

  EXPECT_TRUE(gone < 0 || poll(&wait, 1, 60'000) == 1) << "process " << stray << " still runs";
  if (gone >= 0) close(gone);
  close(ends[0]);
}

TEST(Process, ends_a_command_that_is_silent_for_too_long) {
  Command command = shell("echo one; tail -f /dev/null");
  command.silence = std::chrono::milliseconds(20);

  const Ending run = kata::run(context::background(), command);

  EXPECT_EQ(run.end, End::timed_out);
  EXPECT_EQ(run.output, "one\n");
}

TEST(Process, runs_though_our_own_input_and_output_are_closed) {
  const pid_t child = fork();
  if (child == 0) {
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    const Ending run = kata::run(context::background(), shell("echo out; cat"));
    _exit(run.succeeded() && run.output == "out\n" ? 0 : 1);
  }

  int status = 0;
  waitpid(child, &status, 0);

  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(Process, keeps_a_flood_of_output_in_bounds) {
  const Ending run = kata::run(context::background(), shell("head -c 3000000 /dev/zero"));

  EXPECT_TRUE(run.succeeded());
  EXPECT_EQ(run.output.size(), std::size_t{1} << 20);
}

TEST(Process, withholds_variables_by_the_beginning_of_their_names) {
  setenv("GTEST_FILTER", "-*", 1);
  setenv("GTES", "kept", 1);

  const std::vector<std::string> left = environment_without({"GTEST_"});

  EXPECT_THAT(left, Not(testing::Contains(testing::StartsWith("GTEST_"))));
  EXPECT_THAT(left, testing::Contains("GTES=kept"));
  unsetenv("GTEST_FILTER");
  unsetenv("GTES");
}

TEST(Limits, are_whole_seconds_or_refused) {
  for (const char* good : {"1", "30", "86400", ""}) {
    setenv("KATA_TIME_LIMIT", good, 1);
    EXPECT_TRUE(limits_from_environment()) << good;
  }
  for (const char* bad : {"0", "-3", "1.5", "5s", "soon", "99999999999", " 3"}) {
    setenv("KATA_TIME_LIMIT", bad, 1);
    const auto limits = limits_from_environment();
    ASSERT_FALSE(limits) << bad;
    EXPECT_THAT(limits.error(), HasSubstr("KATA_TIME_LIMIT is '" + std::string(bad) + "'"));
  }
  setenv("KATA_TIME_LIMIT", "7", 1);
  EXPECT_EQ(limits_from_environment()->tests, std::chrono::seconds(7));
  unsetenv("KATA_TIME_LIMIT");
}

TEST(Turn, is_one_runners_at_a_time) {
  const TemporaryFolder folder;
  auto first = std::make_unique<Turn>(context::background(), folder.path(), nullptr);
  bool waits = false;
  auto [ctx, cancel] = context::with_cancel(context::background());

  const Turn second(ctx, folder.path(), [&] {
    waits = true;
    first.reset();  // now it may go on
  });

  EXPECT_TRUE(waits);
  EXPECT_FALSE(ctx.err());
}

TEST(Turn, is_not_waited_for_when_nobody_wants_it_any_more) {
  const TemporaryFolder folder;
  const Turn first(context::background(), folder.path(), nullptr);
  auto [ctx, cancel] = context::with_cancel(context::background());

  const Turn second(ctx, folder.path(), [&cancel] { cancel(); });  // returns
}

TEST(Turn, is_not_needed_where_no_lock_can_be_had) {
  const Turn turn(context::background(), "/no/such/folder", nullptr);  // returns
}

TEST(Interrupts, cancel_the_context_when_a_signal_comes) {
  const Interrupts interrupts;

  const Ending run = [&] {
    Command command = shell("echo ready; exec tail -f /dev/null");
    command.on_output = [](std::string_view /*text*/) { kill(getpid(), SIGINT); };
    return kata::run(interrupts.context(), command);
  }();

  EXPECT_EQ(run.end, End::cancelled);
  EXPECT_EQ(interrupts.signal(), SIGINT);
}

}  // namespace
}  // namespace kata
