// What main.cpp tells the runner, by way of a small program of its own.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/stage.h"

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Ended {
  bool exited = false;
  int status = 0;  // or the signal
  std::string report;
};

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// Runs the child's tests that `filter` selects; a report is asked for when `report` has a name.
Ended run_child(const std::string& filter, const fs::path& report,
                const std::vector<std::string>& options = {}) {
  std::vector<std::string> words{
      fs::read_symlink("/proc/self/exe").replace_filename("report-child"),
      "--gtest_filter=" + filter};
  words.insert(words.end(), options.begin(), options.end());
  std::vector<std::string> settings;
  for (char** setting = environ; *setting != nullptr; ++setting) {
    const std::string text = *setting;
    if (!text.starts_with("KATA_REPORT=") && !text.starts_with("GTEST_")) settings.push_back(text);
  }
  if (!report.empty()) settings.push_back("KATA_REPORT=" + report.string());
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
  };

  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error = posix_spawn(&child, words.front().c_str(), &quiet, nullptr,
                                pointers(words).data(), pointers(settings).data());
  posix_spawn_file_actions_destroy(&quiet);
  if (error != 0) {
    ADD_FAILURE() << words.front() << ": " << std::generic_category().message(error);
    return {};
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  const bool exited = WIFEXITED(status);
  return {exited, exited ? WEXITSTATUS(status) : WTERMSIG(status),
          report.empty() ? "" : text_of(report)};
}

class ReportTest : public testing::Test {
 protected:
  ReportTest() {
    std::string pattern = testing::TempDir() + "report-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~ReportTest() override { fs::remove_all(folder_); }

  Ended run(const std::string& filter, const std::vector<std::string>& options = {}) {
    return run_child(filter, folder_ / "report", options);
  }

 private:
  fs::path folder_;
};

TEST_F(ReportTest, tells_of_each_test_how_it_ended) {
  const Ended child = run("Child.passes:Child.fails:Child.is_skipped");
  EXPECT_EQ(child.report,
            "run Child.passes\npass Child.passes\n"
            "run Child.fails\nfail Child.fails\n"
            "run Child.is_skipped\nskip Child.is_skipped\n"
            "done\n");
  EXPECT_TRUE(child.exited);
  EXPECT_EQ(child.status, 1);
}

TEST_F(ReportTest, is_done_when_nothing_was_run) {
  const Ended child = run("Child.no_such_test");
  EXPECT_EQ(child.report, "done\n");
  EXPECT_EQ(child.status, 0);
}

TEST_F(ReportTest, is_not_done_when_a_test_ends_the_process) {
  const Ended child = run("Child.passes:Child.ends_the_process:Child.runs_last");
  EXPECT_EQ(child.report, "run Child.passes\npass Child.passes\nrun Child.ends_the_process\n");
  EXPECT_TRUE(child.exited);
  EXPECT_EQ(child.status, 0) << "It looks like a success, but for the report.";
}

TEST_F(ReportTest, is_not_done_when_a_thread_of_a_scene_ends_the_process) {
  const Ended child = run("Child.ends_the_process_from_a_scene:Child.runs_last");
  EXPECT_EQ(child.report, "run Child.ends_the_process_from_a_scene\n");
}

TEST_F(ReportTest, is_not_done_when_a_test_is_killed) {
  const Ended child = run("Child.passes:Child.is_killed:Child.runs_last");
  EXPECT_EQ(child.report, "run Child.passes\npass Child.passes\nrun Child.is_killed\n");
  EXPECT_FALSE(child.exited);
  EXPECT_EQ(child.status, SIGKILL);
}

TEST_F(ReportTest, counts_a_thread_that_was_left_behind_as_a_failure_and_goes_on) {
  const Ended child = run("Child.leaves_a_thread_behind:Child.runs_last");
  EXPECT_EQ(child.report,
            "run Child.leaves_a_thread_behind\nfail Child.leaves_a_thread_behind\n"
            "run Child.runs_last\npass Child.runs_last\n"
            "done\n");
  EXPECT_TRUE(child.exited);
  EXPECT_EQ(child.status, 1);
}

TEST_F(ReportTest, counts_a_hang_as_a_failure_and_goes_on) {
  const Ended child = run("Child.hangs:Child.runs_last");
  EXPECT_EQ(child.report,
            "run Child.hangs\nfail Child.hangs\n"
            "run Child.runs_last\npass Child.runs_last\n"
            "done\n");
  EXPECT_TRUE(child.exited);
  EXPECT_EQ(child.status, 1);
}

TEST_F(ReportTest, is_done_once_when_tests_are_repeated) {
  EXPECT_EQ(run("Child.passes", {"--gtest_repeat=2"}).report,
            "run Child.passes\npass Child.passes\nrun Child.passes\npass Child.passes\ndone\n");
}

TEST_F(ReportTest, does_without_when_the_file_can_not_be_written) {
  const Ended child = run_child("Child.passes", "/nowhere/report");
  EXPECT_TRUE(child.exited);
  EXPECT_EQ(child.status, 0);
}

TEST_F(ReportTest, is_not_written_when_nobody_asks_for_it) {
  const Ended child = run_child("Child.passes", "");
  EXPECT_TRUE(child.exited);
  EXPECT_EQ(child.status, 0);
}

}  // namespace
