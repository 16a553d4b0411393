#include "kata/course/progress.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace kata {
namespace {

namespace fs = std::filesystem;
using Time = fs::file_time_type;

const Fingerprint some = {{"steps/01-a/server.cpp", 1}, {"steps/01-a/a file.h", 2}};
const Fingerprint other = {{"steps/01-a/server.cpp", 3}, {"steps/01-a/a file.h", 2}};
const Time noon{std::chrono::hours(12)};

TEST(Progress, is_remembered_from_one_run_to_the_next) {
  const TemporaryFolder folder;
  Progress(folder.path() / "state").remember("01-a", {true, noon, some, "", 0});
  Progress(folder.path() / "state").remember("02-b", {false, noon, other, "", 0});

  const Progress progress(folder.path() / "state");

  EXPECT_TRUE(progress.green("01-a", some));
  EXPECT_TRUE(progress.red("02-b", other));
  ASSERT_NE(progress.last("01-a"), nullptr);
  EXPECT_EQ(progress.last("01-a")->built_at, noon);
}

TEST(Progress, goes_by_what_the_files_hold) {
  const TemporaryFolder folder;
  Progress progress(folder.path() / "state");
  progress.remember("01-a", {true, noon, some, "", 0});

  EXPECT_FALSE(progress.green("01-a", other)) << "an edited step is not green until it is tried";
  EXPECT_FALSE(progress.red("01-a", other));

  progress.remember("01-a", {false, noon, some, "", 0});
  EXPECT_FALSE(progress.green("01-a", some)) << "a step that is broken again is red again";
}

TEST(Progress, keeps_what_the_compiler_warned_of) {
  const TemporaryFolder folder;
  const std::string warning = "server.cpp:4:1: warning: no return\n    4 | }\n";
  Progress(folder.path() / "state").remember("01-a", {true, noon, some, warning, 3});

  const Progress progress(folder.path() / "state");

  ASSERT_NE(progress.last("01-a"), nullptr);
  EXPECT_EQ(progress.last("01-a")->warning, warning);
  EXPECT_EQ(progress.last("01-a")->more_warnings, 3);
  EXPECT_TRUE(progress.green("01-a", some));
}

TEST(Progress, makes_nothing_of_what_it_does_not_understand) {
  const TemporaryFolder folder;
  const fs::path file = folder.write(
      "state", "step\nfile\nfile 7 nowhere\nstep 01-a green soon\n\xff\xfe\nhints 01-a many\n");

  Progress progress(file);
  EXPECT_EQ(progress.last("01-a"), nullptr);
  EXPECT_EQ(progress.hints("01-a"), 0);

  EXPECT_TRUE(progress.remember_hints("01-a", 2));
  EXPECT_EQ(Progress(file).hints("01-a"), 2);
}

TEST(Progress, says_when_it_can_not_be_kept) {
  Progress progress("/no/such/folder/state");

  EXPECT_FALSE(progress.remember("01-a", {true, noon, some, "", 0}));
  EXPECT_TRUE(progress.green("01-a", some)) << "until the end of this run it is known";
}

class Fingerprints : public testing::Test {
 protected:
  Fingerprints() {
    folder_.write("steps/01-a/server.cpp", "mine");
    folder_.write("steps/01-a/server.h", "given");
    folder_.write("steps/01-a/README.md", "lesson");
    folder_.write("tests/01-a/server_test.cpp", "tests");
  }

  [[nodiscard]] const Step& step() const { return tree_.steps.front(); }
  [[nodiscard]] Fingerprint now() const { return fingerprint_of(tree_, step()); }

  TemporaryFolder folder_;
  Tree tree_{folder_.path(), "build/default", {{"01-a", "server.cpp"}}};
};

TEST_F(Fingerprints, change_with_the_sources_and_the_tests_of_a_step_alone) {
  const Fingerprint before = now();
  EXPECT_EQ(before.size(), 3U);

  folder_.write("steps/01-a/README.md", "a longer lesson");
  EXPECT_EQ(now(), before);
  folder_.write("tests/01-a/server_test.cpp", "other tests");
  EXPECT_NE(now(), before);
  folder_.write("tests/01-a/server_test.cpp", "tests");
  EXPECT_EQ(now(), before);
}

TEST_F(Fingerprints, make_a_file_that_was_put_back_look_new) {
  const Fingerprint before = now();
  const fs::path file = folder_.write("steps/01-a/server.cpp", "put back");
  const Time built_at = fs::last_write_time(file) + std::chrono::hours(1);
  const Time untouched = fs::last_write_time(folder_.path() / "steps/01-a/server.h");
  fs::last_write_time(file, built_at - std::chrono::hours(48));

  touch_changed(tree_, step(), before, now(), built_at);

  EXPECT_GT(fs::last_write_time(file), built_at - std::chrono::hours(2));
  EXPECT_EQ(fs::last_write_time(folder_.path() / "steps/01-a/server.h"), untouched);
}

TEST_F(Fingerprints, pass_over_what_editors_and_macs_leave_behind) {
  const Fingerprint before = now();

  folder_.write("steps/01-a/._server.cpp", "resource fork");
  fs::create_symlink("me@here.17:123", folder_.path() / "steps/01-a/.#server.cpp");

  EXPECT_EQ(now(), before);
  EXPECT_THAT(answers_in(folder_.path() / "steps/01-a"), testing::ElementsAre("server.cpp"));
}

TEST_F(Fingerprints, remove_what_was_compiled_of_another_answer_and_leave_that_untouched) {
  const Fingerprint before = now();
  const fs::path object =
      folder_.write("build/default/tests/CMakeFiles/step-01.dir/__/steps/01-a/server.cpp.o", "");
  const fs::path file = folder_.write("steps/01-a/server.cpp", "saved during the build");
  const Time saved_at = fs::last_write_time(file);

  touch_changed(tree_, step(), before, now(), saved_at + std::chrono::seconds(1));

  EXPECT_FALSE(fs::exists(object));
  EXPECT_EQ(fs::last_write_time(file), saved_at);
}

TEST_F(Fingerprints, make_an_edit_look_newer_than_a_build_from_before_the_clock_was_put_back) {
  const Fingerprint before = now();
  const fs::path file = folder_.write("steps/01-a/server.cpp", "edited");
  const Time built_at = Time::clock::now() + std::chrono::hours(24);

  touch_changed(tree_, step(), before, now(), built_at);

  EXPECT_GT(fs::last_write_time(file), built_at);
}

}  // namespace
}  // namespace kata
