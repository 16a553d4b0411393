#include <csignal>
#include <memory>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kata/files.h"
#include "tiny_kata.h"

/// ./kata from end to end: what a learner types, reads, and gets for an exit status.
namespace {

namespace fs = std::filesystem;
using kata::Ending;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const std::string first = "01-first";
const std::string second = "02-second";

}  // namespace

namespace kata {
void PrintTo(const Ending& ending, std::ostream* out) {
  *out << "status " << ending.number << ", having printed:\n" << ending.output;
}
}  // namespace kata

namespace {

class Kata : public testing::Test {
 protected:
  // It is built once; each test begins with the files as they ship.
  static void SetUpTestSuite() { tiny_ = std::make_unique<TinyKata>(); }
  static void TearDownTestSuite() { tiny_.reset(); }
  void SetUp() override { tiny_->start_over(); }

  static std::unique_ptr<TinyKata> tiny_;
};

std::unique_ptr<TinyKata> Kata::tiny_;

MATCHER_P(ended_with, status, "") { return arg.end == kata::End::exited && arg.number == status; }

TEST_F(Kata, shows_the_first_step_red_and_what_to_do) {
  const Ending run = tiny_->run({});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("0 of 2 steps are green"));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is red."));
  EXPECT_THAT(run.output, HasSubstr("✗ Answer is that of life"));
  EXPECT_THAT(run.output, HasSubstr("answer_test.cpp:1: Failure\n    The answer is another one."));
  EXPECT_THAT(run.output, HasSubstr("Read:   steps/01-first/README.md"));
  EXPECT_THAT(run.output, EndsWith("Then:   ./kata\n"));
  EXPECT_THAT(run.output, Not(HasSubstr("\033"))) << "colour, though this is no terminal";
}

TEST_F(Kata, moves_on_when_a_step_is_green) {
  EXPECT_THAT(tiny_->run({}), ended_with(1));
  tiny_->solve(first);

  const Ending run = tiny_->run({});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is green."));
  EXPECT_THAT(run.output, HasSubstr("1 of 2 steps are green"));
  EXPECT_THAT(run.output, HasSubstr("Step 02-second is red."));
}

TEST_F(Kata, says_so_when_all_is_green_and_notices_what_is_broken_again) {
  tiny_->solve(first);
  tiny_->solve(second);

  const Ending green = tiny_->run({});
  EXPECT_THAT(green, ended_with(0));
  EXPECT_THAT(green.output, HasSubstr("2 of 2 steps are green"));
  EXPECT_THAT(green.output, HasSubstr("Every step is green."));

  tiny_->answer(first, "return 41;");
  const Ending red = tiny_->run({});
  EXPECT_THAT(red, ended_with(1));
  EXPECT_THAT(red.output, HasSubstr("Step 01-first is red."));
}

TEST_F(Kata, tries_a_file_that_was_put_back_with_its_old_time) {
  const fs::path file = tiny_->root() / "steps/01-first/answer.cpp";
  const fs::file_time_type old = fs::last_write_time(file) - std::chrono::hours(24);
  tiny_->solve(first);
  EXPECT_THAT(tiny_->run({"test", "1"}), ended_with(0));

  tiny_->answer(first, "return 0;");
  fs::last_write_time(file, old);

  EXPECT_THAT(tiny_->run({"test", "1"}), ended_with(1));
}

TEST_F(Kata, is_not_made_green_by_a_filter_in_the_environment) {
  EXPECT_THAT(tiny_->run({"test", "1"}, {"GTEST_FILTER=-*"}), ended_with(1));
}

struct Bad {
  std::string name;
  std::string body;
  std::string says;
};

class BadAnswer : public Kata, public testing::WithParamInterface<Bad> {};

TEST_P(BadAnswer, is_named_and_never_green) {
  tiny_->answer(first, GetParam().body);

  const Ending run = tiny_->run({"test", "01"}, {"KATA_TIME_LIMIT=1"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr(GetParam().says));
  EXPECT_THAT(run.output, EndsWith("Then:   ./kata test 01\n"));
  EXPECT_THAT(tiny_->run({"list"}).output, HasSubstr("✗ red     01-first"));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadAnswer,
    testing::Values(Bad{"does_not_compile", "retrun 42;",
                        "does not compile.\n\n    steps/01-first/answer.cpp:2:"},
                    Bad{"does_not_link", "int other(); return other();", "nowhere defined"},
                    Bad{"crashes", "__builtin_trap();", "crashes: signal 4"},
                    Bad{"spins", "for (volatile int i = 0;;) i = 1;", "runs without end"},
                    Bad{"exits", "__builtin_exit(0);",
                        "ends the whole program, with exit status 0"}),
    [](const auto& test) { return test.param.name; });

TEST_F(Kata, brings_back_a_file_that_is_gone) {
  fs::remove(tiny_->root() / "steps/01-first/answer.cpp");

  const Ending gone = tiny_->run({});
  EXPECT_THAT(gone, ended_with(1));
  EXPECT_THAT(gone.output, HasSubstr("./kata reset 01"));

  EXPECT_THAT(tiny_->run({"reset", "01"}), ended_with(0));
  EXPECT_EQ(tiny_->learners_file(first), "int answer() { return 0; }\n");
}

TEST_F(Kata, refuses_what_it_does_not_know_and_names_what_is_near) {
  struct Case {
    std::vector<std::string> arguments;
    std::string says;
  };
  for (const auto& [arguments, says] :
       {Case{{"tset"}, "There is no command 'tset'. Near it: test"},
        Case{{"xyzzy"}, "There are: list test hint diff reset verify"},
        Case{{"test", "3"}, "They go from 01-first to 02-second"},
        Case{{"hint", "secnd"}, "There is no step 'secnd'"},
        Case{{"diff", "01-frist"}, "Near it: 01-first"}, Case{{"reset"}, "NN is required"},
        Case{{"list", "too", "much"}, "not expected"}, Case{{"--colour"}, "not expected"},
        Case{{""}, "There is no command ''"}}) {
    const Ending run = tiny_->run(arguments);
    EXPECT_THAT(run, ended_with(2));
    EXPECT_THAT(run.output, AllOf(HasSubstr(says), HasSubstr("\nNext: ./kata ")));
  }
}

TEST_F(Kata, lists_the_steps_without_building_any) {
  const Ending fresh = tiny_->run({"list"});
  EXPECT_THAT(fresh, ended_with(0));
  EXPECT_THAT(fresh.output, HasSubstr("·         01-first  <- you are here"));

  tiny_->solve(first);
  EXPECT_THAT(tiny_->run({"test", "1"}), ended_with(0));
  EXPECT_THAT(tiny_->run({"list"}).output,
              AllOf(HasSubstr("✓ green   01-first\n"), HasSubstr("02-second  <- you are here")));
}

TEST_F(Kata, gives_one_stronger_hint_at_a_time) {
  EXPECT_THAT(tiny_->run({"hint"}).output,
              AllOf(HasSubstr("Hint 1 of 2"), HasSubstr("It is a number."), Not(HasSubstr("42"))));
  EXPECT_THAT(tiny_->run({"hint", "1"}).output,
              AllOf(HasSubstr("Hint 2 of 2"), HasSubstr("It is 42."), HasSubstr("./kata diff 01")));
  EXPECT_THAT(tiny_->run({"hint", "01-first"}).output, HasSubstr("Hint 2 of 2"));
  EXPECT_THAT(tiny_->run({"hint", "2"}).output, HasSubstr("holds no hints"));
}

TEST_F(Kata, shows_the_way_from_the_learners_file_to_the_solution) {
  const Ending differs = tiny_->run({"diff", "1"});
  EXPECT_THAT(differs, ended_with(0));
  EXPECT_THAT(differs.output, AllOf(HasSubstr("-int answer() { return 0; }"),
                                    HasSubstr("+int answer() { return 42; }")));

  tiny_->solve(first);
  EXPECT_THAT(tiny_->run({"diff", "1"}).output, HasSubstr("equals the solution"));
}

TEST_F(Kata, keeps_every_file_that_it_resets) {
  tiny_->answer(first, "return 1;");
  EXPECT_THAT(tiny_->run({"reset", "1"}).output, HasSubstr("steps/01-first/answer.cpp.bak"));
  tiny_->answer(first, "return 2;");
  EXPECT_THAT(tiny_->run({"reset", "1"}).output, HasSubstr("steps/01-first/answer.cpp.2.bak"));

  const fs::path folder = tiny_->root() / "steps/01-first";
  EXPECT_EQ(tiny_->learners_file(first), "int answer() { return 0; }\n");
  EXPECT_THAT(*kata::read_file(folder / "answer.cpp.bak"), HasSubstr("return 1;"));
  EXPECT_THAT(*kata::read_file(folder / "answer.cpp.2.bak"), HasSubstr("return 2;"));
  EXPECT_THAT(tiny_->run({"reset", "1"}).output, HasSubstr("nothing to do"));
}

TEST_F(Kata, loses_no_edit_on_a_full_disk) {
  EXPECT_THAT(tiny_->run({"list"}), ended_with(0));
  tiny_->answer(first, "return 1;");
  const std::string mine = tiny_->learners_file(first);
  const std::string full = "trap '' XFSZ; ulimit -f 0; exec ./kata ";

  const Ending reset = tiny_->run_as({"sh", "-c", full + "reset 1"});
  EXPECT_THAT(reset, ended_with(2));
  EXPECT_THAT(reset.output, HasSubstr("was left as it is"));

  const Ending test = tiny_->run_as({"sh", "-c", full + "test 1"});
  EXPECT_THAT(test, ended_with(2));
  EXPECT_THAT(test.output, HasSubstr("the disk is full"));
  EXPECT_EQ(tiny_->learners_file(first), mine);
}

TEST_F(Kata, loses_no_edit_in_a_read_only_tree) {
  EXPECT_THAT(tiny_->run({"list"}), ended_with(0));
  tiny_->answer(first, "return 1;");
  const std::string mine = tiny_->learners_file(first);
  std::vector<std::string> as_nobody = {"./kata"};
  if (geteuid() == 0) {
    as_nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "./kata"};
    if (!tiny_->run_as({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true"})
             .succeeded()) {
      GTEST_SKIP() << "root can write everywhere, and can't become anybody else here";
    }
  } else {
    ASSERT_TRUE(tiny_->run_as({"chmod", "-R", "a-w", "."}).succeeded());
  }
  const auto kata = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), as_nobody.begin(), as_nobody.end());
    return tiny_->run_as(arguments);
  };

  const Ending reset = kata({"reset", "1"});
  const Ending test = kata({"test", "1"});
  const Ending list = kata({"list"});
  if (geteuid() != 0) {
    EXPECT_TRUE(tiny_->run_as({"chmod", "-R", "u+w", "."}).succeeded());
  }

  EXPECT_THAT(reset, ended_with(2));
  EXPECT_THAT(reset.output, HasSubstr("was left as it is"));
  EXPECT_THAT(test, ended_with(2));
  EXPECT_THAT(test.output, HasSubstr("can't be written to"));
  EXPECT_THAT(list, ended_with(0)) << "to look, nothing must be written";
  EXPECT_EQ(tiny_->learners_file(first), mine);
}

TEST_F(Kata, works_from_any_folder_and_through_links) {
  const fs::path link = tiny_->folder().path() / "a link";
  fs::create_symlink("the tree/kata", link);

  const Ending run = tiny_->run_as({"sh", "-c", "cd / && exec \"$0\" list", link.string()});

  EXPECT_THAT(run, ended_with(0));
  EXPECT_THAT(run.output, HasSubstr("01-first"));
}

TEST_F(Kata, makes_its_build_folder_anew_in_a_copied_tree) {
  EXPECT_THAT(tiny_->run({"list"}), ended_with(0));
  const fs::path copy = tiny_->folder().path() / "a copy";
  fs::copy(tiny_->root(), copy, fs::copy_options::recursive);

  const Ending run = tiny_->run_as({"sh", "-c", "exec \"$0/kata\" test 1", copy.string()});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is red."));
}

TEST_F(Kata, names_the_packages_of_the_tools_that_are_missing) {
  const TemporaryFolder empty;
  const std::string nothing = "PATH=" + empty.path().string();
  fs::remove(tiny_->root() / "build/default/kata-launcher");

  const Ending run = tiny_->run_as({"/bin/sh", "./kata"}, {nothing});
  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("lacks: a C++ compiler (c++), cmake, ninja."));
  EXPECT_THAT(run.output, HasSubstr("sudo apt-get install -y build-essential cmake ninja-build"));

  const Ending clang = tiny_->run({}, {"CXX=clang++-77"});
  EXPECT_THAT(clang, ended_with(2));
  EXPECT_THAT(clang.output, HasSubstr("sudo apt-get install -y clang-77\n"));
}

TEST_F(Kata, names_the_tool_that_has_gone_since_it_was_built) {
  EXPECT_THAT(tiny_->run({"list"}), ended_with(0));
  const TemporaryFolder empty;

  const Ending run =
      tiny_->run_as({"/bin/sh", "./kata", "test", "1"}, {"PATH=" + empty.path().string()});

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("sudo apt-get install -y ninja-build"));
}

TEST_F(Kata, names_the_packages_of_the_libraries_that_are_missing) {
  const fs::path compiler = tiny_->folder().write("no-fmt", "#!/bin/sh\necho libfmt-dev\n");
  fs::permissions(compiler, fs::perms(0755));

  const Ending run = tiny_->run({}, {"CXX=" + compiler.string(), "TINY_LACKS_A_LIBRARY=1"});

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("sudo apt-get install -y libfmt-dev"));
  EXPECT_THAT(tiny_->run({"test", "1"}), ended_with(1)) << "the bad compiler is not remembered";
}

TEST_F(Kata, verifies_itself_and_leaves_the_learners_work_alone) {
  tiny_->solve(first);
  const std::string mine = tiny_->learners_file(first);

  const Ending holds = tiny_->run({"verify"});
  EXPECT_THAT(holds, ended_with(0));
  EXPECT_THAT(holds.output, HasSubstr("Your own work was left alone: 01-first."));
  EXPECT_THAT(holds.output,
              HasSubstr("The kata holds. 100% tests passed, 0 tests failed out of 1"));
  EXPECT_EQ(tiny_->learners_file(first), mine);

  tiny_->folder().write(tiny_->root() / "holds", "no more");
  const Ending fails = tiny_->run({"verify"});
  EXPECT_THAT(fails, ended_with(1));
  EXPECT_THAT(fails.output, HasSubstr("The kata does not hold. 0% tests passed"));
  fs::copy(tiny_->root() / "solutions/01-first/answer.cpp", tiny_->root() / "holds",
           fs::copy_options::overwrite_existing);
}

TEST_F(Kata, ends_what_it_started_when_it_is_interrupted) {
  const fs::path pipe = tiny_->root() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  tiny_->folder().write(tiny_->root() / "steps/01-first/answer.cpp",
                        "extern \"C\" int open(const char*, int, ...);\n"
                        "int answer() {\n"
                        "  open(\"pipe\", 1);\n"
                        "  for (volatile int i = 0;;) i = 1;\n"
                        "}\n");
  auto [ctx, cancel] = context::with_cancel(context::background());
  Ending run;
  std::thread kata([&] {
    run = tiny_->run_as({"./kata", "test", "1"}, {}, ctx);
    close(open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));  // should it have failed early
  });
  const int reader = open(pipe.c_str(), O_RDONLY | O_CLOEXEC);  // returns when the test is running

  cancel();
  kata.join();

  char byte = 0;
  EXPECT_EQ(read(reader, &byte, 1), 0) << "its end of the pipe is closed: the test has ended";
  close(reader);
  fs::remove(pipe);
  EXPECT_EQ(run.number, 128 + SIGTERM) << run.output;
  EXPECT_THAT(run.output, HasSubstr("Interrupted"));
}

}  // namespace
