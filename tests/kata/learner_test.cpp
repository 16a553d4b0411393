#include "kata/base/files.h"
#include "kata_test.h"

/// What a learner does, and does wrong.
namespace {

namespace fs = std::filesystem;
using kata::Ending;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::Optional;

const std::string first = "01-first";
const std::string second = "02-second";

class Learner : public KataTest {};

TEST_F(Learner, shows_the_first_step_red_and_what_to_do) {
  const Ending run = tiny->run({});

  EXPECT_THAT(run, ended_with(0));
  EXPECT_THAT(run.output, HasSubstr("0 of 2 steps are green"));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is red."));
  EXPECT_THAT(run.output, HasSubstr("✗ Answer is that of life"));
  EXPECT_THAT(run.output, HasSubstr("answer_test.cpp:1: Failure\n    The answer is another one."));
  EXPECT_THAT(run.output, HasSubstr("Read:   steps/01-first/README.md"));
  EXPECT_THAT(run.output, EndsWith("Then:   ./kata\n"));
  EXPECT_THAT(run.output, Not(HasSubstr("\033"))) << "colour, though this is no terminal";
}

TEST_F(Learner, moves_on_when_a_step_is_green) {
  EXPECT_THAT(tiny->run({}), ended_with(0));
  tiny->solve(first);

  const Ending run = tiny->run({});

  EXPECT_THAT(run, ended_with(0));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is green."));
  EXPECT_THAT(run.output, HasSubstr("1 of 2 steps are green"));
  EXPECT_THAT(run.output, HasSubstr("Step 02-second is red."));
}

TEST_F(Learner, says_so_when_all_is_green_and_notices_what_is_broken_again) {
  tiny->solve(first);
  tiny->solve(second);

  const Ending green = tiny->run({});
  EXPECT_THAT(green, ended_with(0));
  EXPECT_THAT(green.output, HasSubstr("2 of 2 steps are green"));
  EXPECT_THAT(green.output, HasSubstr("Every step is green."));

  tiny->answer(first, "return 41;");
  const Ending red = tiny->run({});
  EXPECT_THAT(red, ended_with(0));
  EXPECT_THAT(red.output, HasSubstr("Step 01-first is red."));
}

TEST_F(Learner, tries_a_file_that_was_put_back_with_its_old_time) {
  const fs::path file = tiny->root() / "steps/01-first/answer.cpp";
  const fs::file_time_type old = fs::last_write_time(file) - std::chrono::hours(24);
  tiny->solve(first);
  EXPECT_THAT(tiny->run({"test", "1"}), ended_with(0));

  tiny->answer(first, "return 0;");
  fs::last_write_time(file, old);

  EXPECT_THAT(tiny->run({"test", "1"}), ended_with(1));
}

TEST_F(Learner, is_not_made_green_by_a_filter_in_the_environment) {
  EXPECT_THAT(tiny->run({"test", "1"}, {"GTEST_FILTER=-*"}), ended_with(1));
}

struct Bad {
  std::string name;
  std::string body;
  std::string says;
};

class BadAnswer : public KataTest, public testing::WithParamInterface<Bad> {};

TEST_P(BadAnswer, is_named_and_never_green) {
  tiny->answer(first, GetParam().body);

  const Ending run = tiny->run({"test", "01"}, {"KATA_TIME_LIMIT=1"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr(GetParam().says));
  EXPECT_THAT(run.output, EndsWith("Then:   ./kata test 01\n"));
  EXPECT_THAT(tiny->run({"list"}).output, HasSubstr("✗ red     01-first"));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadAnswer,
    testing::Values(Bad{"does_not_compile", "retrun 42;",
                        "does not compile.\n\n    steps/01-first/answer.cpp:2:"},
                    Bad{"does_not_link", "int other(); return other();",
                        "compiles, but other() is nowhere defined"},
                    Bad{"throws", "throw \"too bad\";", "crashes: nobody caught an exception"},
                    Bad{"crashes", "__builtin_trap();",
                        "Debug:  gdb -q -ex run -ex backtrace --args build/default/tests/step-01"},
                    Bad{"is_killed", "__builtin_trap();", "crashes: signal 4"},
                    Bad{"spins", "for (volatile int i = 0;;) i = 1;", "runs without end"},
                    Bad{"exits", "__builtin_exit(0);",
                        "ends the whole program, with exit status 0"}),
    [](const auto& test) { return test.param.name; });

TEST_F(Learner, reads_what_the_compiler_warned_of_also_when_it_says_nothing_any_more) {
  tiny->answer(first, "if (0) return 42;");

  const Ending red = tiny->run({"test", "1"});
  EXPECT_THAT(red.output,
              HasSubstr("The compiler warns:\n    steps/01-first/answer.cpp:3:1: warning:"));

  const Ending again = tiny->run({"test", "1"});
  EXPECT_THAT(again.output,
              HasSubstr("The compiler warns:\n    steps/01-first/answer.cpp:3:1: warning:"));

  tiny->answer(first, "int unused; return 42;");
  const Ending green = tiny->run({"test", "1"});
  EXPECT_THAT(green, ended_with(0));
  EXPECT_THAT(green.output, HasSubstr("answer.cpp:2:7: warning: unused variable"));
  tiny->answer(first, "return 42;");
  EXPECT_THAT(tiny->run({"test", "1"}).output, Not(HasSubstr("warns")));
}

TEST_F(Learner, is_told_of_another_signature_and_of_a_second_definition) {
  const fs::path file = tiny->root() / "steps/01-first/answer.cpp";
  tiny->folder().write(file, "int answer(int) { return 42; }\n");
  EXPECT_THAT(tiny->run({"test", "1"}).output,
              AllOf(HasSubstr("compiles, but answer() is nowhere defined"),
                    HasSubstr("steps/01-first/answer.cpp defines it with other parameters")));

  tiny->folder().write(file, "int answer() { return 42; }\nint main() { return 0; }\n");
  EXPECT_THAT(tiny->run({"test", "1"}).output, HasSubstr("compiles, but main is defined twice"));
}

TEST_F(Learner, is_told_of_a_second_file_by_its_name) {
  const fs::path second_file = tiny->folder().write(tiny->root() / "steps/01-first/answer2.cpp",
                                                    "int answer() { return 42; }\n");

  const Ending run = tiny->run({"test", "1"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("has two .cpp files, and only answer.cpp is yours"));
  EXPECT_THAT(run.output,
              HasSubstr("mv steps/01-first/answer2.cpp steps/01-first/answer2.cpp.bak"));
  fs::remove(second_file);
  EXPECT_THAT(tiny->run({"test", "1"}).output, HasSubstr("is red"));
}

TEST_F(Learner, is_not_held_up_by_what_an_editor_or_a_mac_leaves_behind) {
  const fs::path folder = tiny->root() / "steps/01-first";
  tiny->solve(first);
  fs::create_symlink("me@here.17:123", folder / ".#answer.cpp");
  tiny->folder().write(folder / "._answer.cpp", "resource fork");

  EXPECT_THAT(tiny->run({"test", "1"}), ended_with(0));
}

TEST_F(Learner, gets_the_starter_in_the_place_of_a_folder) {
  const fs::path file = tiny->root() / "steps/01-first/answer.cpp";
  fs::remove(file);
  tiny->folder().write(file / "mine.txt", "kept");

  EXPECT_THAT(tiny->run({"test", "1"}).output, HasSubstr("steps/01-first/answer.cpp is a folder"));
  EXPECT_THAT(tiny->run({"reset", "1"}), ended_with(0));

  EXPECT_EQ(tiny->learners_file(first), "int answer() { return 0; }\n");
  EXPECT_TRUE(fs::exists(tiny->root() / "steps/01-first/answer.cpp.bak/mine.txt"));
}

TEST_F(Learner, is_told_that_a_compile_did_not_come_to_its_end) {
  tiny->folder().write(tiny->root() / "steps/01-first/answer.cpp",
                       "constexpr int spin() { int n = 0; for (;;) ++n; return n; }\n"
                       "constexpr int never = spin();\nint answer() { return never; }\n");

  const Ending run = tiny->run({"test", "1"}, {"KATA_BUILD_LIMIT=1",
                                               "TINY_FLAGS=-fconstexpr-loop-limit=2147483647 "
                                               "-fconstexpr-ops-limit=9223372036854775807"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("does not compile: after 1 s without a word"));
}

TEST_F(Learner, gets_what_they_mean_by_a_word_or_two) {
  EXPECT_THAT(tiny->run({"01"}).output, HasSubstr("Step 01-first is red."));
  EXPECT_THAT(tiny->run({"01"}), ended_with(1));
  EXPECT_THAT(tiny->run({"help"}).output, AllOf(HasSubstr("test [NN]"), HasSubstr("reset NN")));
  EXPECT_THAT(tiny->run({"help"}), ended_with(0));
  EXPECT_THAT(tiny->run({"help", "test"}).output, HasSubstr("./kata test [OPTIONS] [NN]"));
  EXPECT_EQ(tiny->run({"--version"}).output, "context-kata " KATA_VERSION "\n");
}

TEST_F(Learner, is_told_that_a_limit_makes_no_sense) {
  const Ending run = tiny->run({"test", "1"}, {"KATA_TIME_LIMIT=soon"});

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("KATA_TIME_LIMIT is 'soon'; it must be a whole number"));
}

TEST_F(Learner, sees_a_starter_as_such_also_after_a_reset) {
  tiny->solve(first);
  EXPECT_THAT(tiny->run({"test", "1"}), ended_with(0));
  tiny->answer(first, "return 7;");
  EXPECT_THAT(tiny->run({"list"}).output, HasSubstr("· edited  01-first"));

  EXPECT_THAT(tiny->run({"reset", "1"}), ended_with(0));

  EXPECT_THAT(tiny->run({"list"}).output, HasSubstr("·         01-first"));
}

TEST_F(Learner, brings_back_a_file_that_is_gone) {
  fs::remove(tiny->root() / "steps/01-first/answer.cpp");

  const Ending gone = tiny->run({"test", "1"});
  EXPECT_THAT(gone, ended_with(1));
  EXPECT_THAT(gone.output, HasSubstr("./kata reset 01"));

  EXPECT_THAT(tiny->run({"reset", "01"}), ended_with(0));
  EXPECT_EQ(tiny->learners_file(first), "int answer() { return 0; }\n");
}

TEST_F(Learner, is_told_what_there_is_when_a_word_is_unknown_and_what_may_have_been_meant) {
  struct Case {
    std::vector<std::string> arguments;
    std::string says;
  };
  for (const auto& [arguments, says] :
       {Case{{"tset"}, "There is no command 'tset'. Did you mean: test"},
        Case{{"xyzzy"},
             "There are: diff hint list reset serve story test watch completion doctor report "
             "verify"},
        Case{{"test", "3"}, "They go from 01-first to 02-second"},
        Case{{"hint", "secnd"}, "There is no step 'secnd'"},
        Case{{"diff", "01-frist"}, "Did you mean: 01-first"}, Case{{"reset"}, "NN is required"},
        Case{{"list", "too", "much"}, "not expected"}, Case{{"--colour"}, "not expected"},
        Case{{""}, "There is no command ''"}}) {
    const Ending run = tiny->run(arguments);
    EXPECT_THAT(run, ended_with(2));
    EXPECT_THAT(run.output, AllOf(HasSubstr(says), HasSubstr("\nNext: ./kata ")));
  }
}

TEST_F(Learner, lists_the_steps_without_building_any) {
  const Ending fresh = tiny->run({"list"});
  EXPECT_THAT(fresh, ended_with(0));
  EXPECT_THAT(fresh.output, HasSubstr("·         01-first   The answer  <- you are here"));

  tiny->solve(first);
  EXPECT_THAT(tiny->run({"test", "1"}), ended_with(0));
  EXPECT_THAT(tiny->run({"list"}).output, AllOf(HasSubstr("✓ green   01-first   The answer\n"),
                                                HasSubstr("02-second  Again  <- you are here")));
}

TEST_F(Learner, gives_one_stronger_hint_at_a_time) {
  EXPECT_THAT(tiny->run({"hint"}).output,
              AllOf(HasSubstr("Hint 1 of 2"), HasSubstr("It is a number."), Not(HasSubstr("42"))));
  EXPECT_THAT(tiny->run({"hint", "1"}).output,
              AllOf(HasSubstr("Hint 2 of 2"), HasSubstr("It is 42."), HasSubstr("./kata diff 01")));
  EXPECT_THAT(tiny->run({"hint", "01-first"}).output, HasSubstr("Hint 2 of 2"));
  EXPECT_THAT(tiny->run({"hint", "2"}).output, HasSubstr("holds no hints"));
}

TEST_F(Learner, shows_the_way_from_the_learners_file_to_the_solution) {
  const Ending differs = tiny->run({"diff", "1"});
  EXPECT_THAT(differs, ended_with(0));
  EXPECT_THAT(differs.output, AllOf(HasSubstr("-int answer() { return 0; }"),
                                    HasSubstr("+int answer() { return 42; }")));

  tiny->solve(first);
  EXPECT_THAT(tiny->run({"diff", "1"}).output, HasSubstr("equals the solution"));
}

TEST_F(Learner, keeps_every_file_that_it_resets) {
  tiny->answer(first, "return 1;");
  EXPECT_THAT(tiny->run({"reset", "1"}).output, HasSubstr("steps/01-first/answer.cpp.bak"));
  tiny->answer(first, "return 2;");
  EXPECT_THAT(tiny->run({"reset", "1"}).output, HasSubstr("steps/01-first/answer.cpp.2.bak"));

  const fs::path folder = tiny->root() / "steps/01-first";
  EXPECT_EQ(tiny->learners_file(first), "int answer() { return 0; }\n");
  EXPECT_THAT(kata::read_file(folder / "answer.cpp.bak"), Optional(HasSubstr("return 1;")));
  EXPECT_THAT(kata::read_file(folder / "answer.cpp.2.bak"), Optional(HasSubstr("return 2;")));
  EXPECT_THAT(tiny->run({"reset", "1"}).output, HasSubstr("nothing to do"));
}

}  // namespace
