#include "kata/run/process.h"

#include <csignal>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kata/run/interrupts.h"
#include "kata/run/verdict.h"

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
