#include "kata/run/grade.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kata/base/files.h"
#include "kata/run/handlers.h"
#include "support/temporary_folder.h"

namespace kata {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const Handler right{true, "the short one", "Writes what there is.", "", {}, {}};
const Handler wrong{false, "the mute", "Never writes.", "which promise does it break?", {}, {}};

Verdict green() { return verdict_on({End::exited, 0, ""}, {{"A.a"}, {}, {}, {}, true}); }
Verdict red() {
  return verdict_on({End::exited, 1,
                     "[ RUN      ] A.a\nmine.cpp:7: Failure\ntoo late\n[  FAILED  ] A.a (0 ms)\n"},
                    {{}, {"A.a"}, {}, {}, true});
}
Verdict crash() { return verdict_on({End::killed, SIGSEGV, ""}, {{}, {}, {}, "A.a", false}); }
Verdict quit() { return verdict_on({End::exited, 0, ""}, {{}, {}, {}, "A.a", false}); }
Verdict endless() { return verdict_on({End::timed_out, 0, ""}, {{}, {}, {}, "A.a", false}); }
Verdict nothing() { return verdict_on({End::exited, 0, ""}, {{}, {}, {}, {}, true}); }

std::string said(Flaw flaw, const std::vector<Trial>& trials) {
  return objection(flaw, trials).value_or("");
}
std::string said(const Handler& handler, const std::vector<Verdict>& verdicts) {
  return objection(Trial{handler, verdicts}).value_or("");
}

TEST(Grade, has_nothing_to_say_against_a_good_test) {
  const std::vector<Trial> trials{{right, {green(), green()}}, {wrong, {red(), red()}}};

  for (const Flaw flaw :
       {Flaw::breaks_off, Flaw::changes_its_mind, Flaw::always_red, Flaw::always_green}) {
    EXPECT_EQ(said(flaw, trials), "");
  }
  for (const Trial& trial : trials) EXPECT_EQ(objection(trial), std::nullopt);
}

TEST(Grade, gives_the_hint_and_not_the_mistake_of_a_handler_that_slips_through) {
  EXPECT_THAT(said(wrong, {green(), green()}),
              AllOf(HasSubstr("Slipped through"), HasSubstr(wrong.hint), Not(HasSubstr("Never"))));
}

TEST(Grade, shows_the_failure_of_a_test_that_is_red_with_a_right_handler) {
  EXPECT_THAT(
      said(right, {red(), red()}),
      AllOf(HasSubstr("In A.a:\n    mine.cpp:7: Failure\n    too late"), HasSubstr(right.what)));
}

TEST(Grade, says_that_a_test_is_always_red_or_always_green) {
  EXPECT_THAT(said(Flaw::always_red, {{right, {red()}}, {wrong, {red()}}}), HasSubstr("is red"));
  EXPECT_THAT(said(Flaw::always_green, {{right, {green()}}, {wrong, {green()}}}),
              HasSubstr("is green"));
}

TEST(Grade, tells_a_flaky_test_from_one_that_catches_or_accepts) {
  const std::vector<Verdict> either{green(), red(), green()};

  EXPECT_THAT(said(Flaw::changes_its_mind, {{right, {green()}}, {wrong, either}}),
              HasSubstr("the mute it is red in 1 of 3 runs"));
  EXPECT_THAT(said(wrong, either), HasSubstr("Caught in 1 of 3 runs only"));
  EXPECT_NE(said(right, either), "");
}

TEST(Grade, takes_no_crash_exit_run_without_end_or_empty_test_for_a_verdict) {
  for (const Verdict& broken : {crash(), quit(), endless(), nothing()}) {
    EXPECT_NE(said(right, {broken}), "");
    EXPECT_NE(said(wrong, {broken}), "");
    EXPECT_NE(said(wrong, {red(), broken}), "");
    EXPECT_THAT(said(Flaw::breaks_off, {{right, {green()}}, {wrong, {broken}}}),
                HasSubstr("With the mute, it "));
    EXPECT_EQ(said(Flaw::always_red, {{right, {broken}}, {wrong, {broken}}}), "");
  }
  EXPECT_THAT(said(wrong, {crash()}), HasSubstr("signal 11 (Segmentation fault) in A.a"));
  EXPECT_THAT(said(wrong, {}), HasSubstr("Not tried"));
}

/// Test programs that are shell scripts, each of which keeps count of its runs.
class TryOut : public testing::Test {
 protected:
  void add(const std::string& name, const std::string& body) {
    const auto path = folder_.write(name, "#!/bin/sh\necho \"$@\" >>\"$0.runs\"\n" + body);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    handlers_.push_back({true, name, "", "", path, {}});
  }
  std::vector<Trial> try_out(int times, std::chrono::milliseconds limit = std::chrono::minutes(5)) {
    return kata::try_out(context::background(), handlers_, times, limit);
  }

  TemporaryFolder folder_;
  std::vector<Handler> handlers_;
  const std::string green_ = "printf 'run A.a\\npass A.a\\ndone\\n' >\"$KATA_REPORT\"\n";
};

TEST_F(TryOut, runs_the_test_with_each_handler_in_another_order_each_time) {
  add("one", green_);
  add("two", green_);

  const std::vector<Trial> trials = try_out(3);

  ASSERT_THAT(trials, SizeIs(2));
  for (const Trial& trial : trials) EXPECT_EQ(trial.count(Kind::green), 3);
  const std::string text = read_file(handlers_[1].program.string() + ".runs").value_or("");
  for (const char* seed : {"random_seed=1", "random_seed=2", "random_seed=3"}) {
    EXPECT_THAT(text, HasSubstr(seed));
  }
}

TEST_F(TryOut, runs_the_test_twice_with_a_wrong_handler) {
  add("one", green_);
  add("two", green_);
  handlers_[1].right = false;

  const std::vector<Trial> trials = try_out(5);

  EXPECT_THAT(trials[0].verdicts, SizeIs(5));
  EXPECT_THAT(trials[1].verdicts, SizeIs(2));
}

TEST_F(TryOut, is_over_when_a_test_runs_without_end) {
  add("one", "exec tail -f /dev/null\n");
  add("two", green_);

  const std::vector<Trial> trials = try_out(2, std::chrono::milliseconds(100));

  ASSERT_THAT(trials[0].verdicts, SizeIs(1));
  EXPECT_EQ(trials[0].verdicts[0].kind, Kind::timed_out);
  EXPECT_THAT(trials[1].verdicts, SizeIs(0));
}

TEST_F(TryOut, does_not_repeat_what_broke_off) {
  add("one", "exit 0\n");
  add("two", green_);

  const std::vector<Trial> trials = try_out(2);

  EXPECT_THAT(trials[0].verdicts, SizeIs(1));
  EXPECT_EQ(trials[0].broken()->kind, Kind::ended_itself);
  EXPECT_EQ(trials[1].count(Kind::green), 2);
}

class Handlers : public testing::Test {
 protected:
  [[nodiscard]] std::string list_of(const std::string& kind, const std::string& source) const {
    const auto path = folder_.write("the-" + kind + "-one.cpp", source);
    return kind + "|a program|" + path.string() + "\n";
  }
  TemporaryFolder folder_;
};

TEST_F(Handlers, introduce_themselves_in_the_comment_on_top) {
  const auto trials =
      read_trials("test||mine.cpp\n" + list_of("right", "// Is short.\nint x;\n") +
                  list_of("wrong", "// Never\n// writes. Hint:\n// which?\n\n// x"));

  ASSERT_TRUE(trials) << trials.error();
  EXPECT_EQ(trials->test, "mine.cpp");
  ASSERT_THAT(trials->handlers, SizeIs(2));
  EXPECT_EQ(trials->handlers[0].what, "Is short.");
  EXPECT_EQ(trials->handlers[1].name, "the wrong one");
  EXPECT_EQ(trials->handlers[1].program, "a program");
  EXPECT_EQ(trials->handlers[1].what, "Never writes.");
  EXPECT_EQ(trials->handlers[1].hint, "which?");
}

TEST_F(Handlers, are_refused_with_a_reason) {
  const std::string fine = list_of("right", "// Is short.\n");

  EXPECT_THAT(read_trials(fine).error(), HasSubstr("no wrong handler"));
  EXPECT_THAT(read_trials("").error(), HasSubstr("no right handler"));
  EXPECT_THAT(read_trials(fine + "left|a|b\n").error(), HasSubstr("'left|a|b'"));
  EXPECT_THAT(read_trials(fine + "wrong\n").error(), HasSubstr("'wrong'"));
  EXPECT_THAT(read_trials(fine + list_of("wrong", "// Never writes.\n")).error(),
              HasSubstr("the-wrong-one.cpp:1: "));
  EXPECT_THAT(read_trials(fine + list_of("wrong", "// Hint: which?\n")).error(),
              HasSubstr("and a hint"));
}

}  // namespace
}  // namespace kata
