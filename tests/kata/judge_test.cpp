#include "kata/run/judge.h"

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kata {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Declaration declared{"Writes twice.", {"Server.writes_once"}};

Ending exited(int status) { return {End::exited, status, "what the tests printed\n"}; }

Verdict verdict_on(const Ending& run, std::string_view report) {
  return kata::verdict_on(run, read_report(report));
}

TEST(Declaration, names_what_is_wrong_and_the_tests_that_catch_it) {
  const auto read = read_declaration("// Writes twice. Caught by: B.b, A.a\nint x;\n");

  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->what, "Writes twice.");
  EXPECT_THAT(read->caught_by, ElementsAre("A.a", "B.b"));
}

TEST(Declaration, may_say_that_other_tests_catch_it_at_times) {
  const auto read = read_declaration("// Races. Caught by: B.b, A.a; perhaps others\nint x;\n");

  ASSERT_TRUE(read) << read.error();
  EXPECT_THAT(read->caught_by, ElementsAre("A.a", "B.b"));
  EXPECT_TRUE(read->perhaps_others);
}

TEST(Declaration, is_refused_with_a_reason) {
  EXPECT_EQ(read_declaration("int x;\n").error(), "the first line is not a // comment");
  EXPECT_EQ(read_declaration("").error(), "the first line is not a // comment");
  EXPECT_EQ(read_declaration("// Wrong.\n").error(), "the first line has no 'Caught by:'");
  EXPECT_THAT(read_declaration("// Caught by: A.a\n").error(), HasSubstr("what is wrong"));
  EXPECT_THAT(read_declaration("// Wrong. Caught by:\n").error(), HasSubstr("not a test's name"));
  EXPECT_THAT(read_declaration("// W. Caught by: A.a,\n").error(), HasSubstr("not a test's name"));
  EXPECT_THAT(read_declaration("// W. Caught by: A a\n").error(), HasSubstr("not a test's name"));
  EXPECT_THAT(read_declaration("// W. Caught by: A.a, A.a\n").error(), HasSubstr("named twice"));
  EXPECT_THAT(read_declaration("// W. Caught by: A.a; A.b").error(),
              HasSubstr("not a test's name"));
  EXPECT_THAT(read_declaration("// W. Caught by: ; perhaps others").error(),
              HasSubstr("not a test's name"));
}

TEST(Report, forgets_no_test_and_passes_over_a_line_that_was_cut_off) {
  const Report report = read_report("run A.a\npass A.a\nrun A.b\nfail A.b\nrun A.c\npass A");

  EXPECT_THAT(report.passed, ElementsAre("A.a"));
  EXPECT_THAT(report.failed, ElementsAre("A.b"));
  EXPECT_EQ(report.open, "A.c");
  EXPECT_FALSE(report.done);
}

TEST(Report, says_at_how_many_points_threads_were_held) {
  const Report report = read_report("run A.a\npass A.a\nholds 80 1188\ndone\n");

  EXPECT_EQ(report.holds.tried, 80);
  EXPECT_EQ(report.holds.worth_trying, 1188);
  EXPECT_EQ(read_report("run A.a\npass A.a\ndone\n").holds.worth_trying, 0);
  EXPECT_EQ(read_report("holds a few\n").holds.tried, 0);
}

TEST(Verdict, is_green_only_when_all_tests_came_to_their_end) {
  EXPECT_EQ(verdict_on(exited(0), "run A.a\npass A.a\ndone\n").kind, Kind::green);
  EXPECT_EQ(verdict_on(exited(0), "run A.a\npass A.a\n").kind, Kind::ended_itself);
  EXPECT_EQ(verdict_on(exited(0), "").kind, Kind::ended_itself);
  EXPECT_EQ(verdict_on(exited(0), "done\n").kind, Kind::no_tests);
  EXPECT_EQ(verdict_on(exited(0), "run A.a\nskip A.a\ndone\n").kind, Kind::no_tests);
  EXPECT_EQ(verdict_on(exited(23), "run A.a\npass A.a\ndone\n").kind, Kind::ended_itself);
  EXPECT_EQ(verdict_on(exited(0), "run A.a\nfail A.a\ndone\n").kind, Kind::red);
  EXPECT_EQ(verdict_on({End::killed, SIGSEGV, ""}, "run A.a\n").kind, Kind::crashed);
  EXPECT_EQ(verdict_on({End::killed, SIGSEGV, ""}, "run A.a\npass A.a\ndone\n").kind,
            Kind::crashed);
  EXPECT_EQ(verdict_on({End::timed_out, 0, ""}, "run A.a\n").kind, Kind::timed_out);
}

TEST(Verdict, says_in_which_test_a_run_broke_off) {
  const Verdict verdict = verdict_on({End::killed, SIGSEGV, ""}, "run A.a\npass A.a\nrun A.b\n");

  EXPECT_EQ(verdict.where, "A.b");
  EXPECT_THAT(how_it_ended(verdict), HasSubstr("signal 11"));
  EXPECT_THAT(how_it_ended(verdict), HasSubstr("in A.b"));
}

TEST(Judge, repeats_a_right_answer_as_often_as_is_asked_and_fits) {
  EXPECT_EQ(repeats_left({200, 1.0}, 0.01), 99);
  EXPECT_EQ(repeats_left({200, 1.0}, 0.001), 199) << "no more than asked for";
  EXPECT_EQ(repeats_left({200, 1.0}, 3.0), 0) << "once was too long already";
  EXPECT_EQ(repeats_left({200, 0}, 3.0), 199) << "no limit";
  EXPECT_EQ(repeats_left({1, 1.0}, 0.01), 0);
}

TEST(Judge, shows_what_a_right_answer_made_red) {
  const std::string text = not_green(verdict_on(exited(1), "run A.a\nfail A.a\ndone\n"));

  EXPECT_THAT(text, HasSubstr("A.a"));
  EXPECT_THAT(text, HasSubstr("what the tests printed"));
}

TEST(Judge, is_content_when_exactly_the_declared_tests_are_red) {
  const Judgement judgement =
      judge(declared, verdict_on(exited(1),
                                 "run Server.writes_once\nfail Server.writes_once\n"
                                 "run Server.fetches\npass Server.fetches\ndone\n"));

  EXPECT_TRUE(judgement.caught) << judgement.text;
}

TEST(Judge, minds_a_test_that_is_red_beyond_the_declared) {
  const Judgement judgement =
      judge(declared, verdict_on(exited(1),
                                 "run Server.writes_once\nfail Server.writes_once\n"
                                 "run Server.fetches\nfail Server.fetches\ndone\n"));

  EXPECT_FALSE(judgement.caught);
  EXPECT_THAT(judgement.text, HasSubstr("red, in fact:\n    Server.fetches\n"));
  EXPECT_THAT(judgement.text, HasSubstr("what the tests printed"));
}

TEST(Judge, forgives_other_red_tests_where_that_is_declared_and_misses_none) {
  const std::string certain = "run Server.writes_once\nfail Server.writes_once\n";
  const std::string at_times = "run Server.fetches\nfail Server.fetches\n";
  const Declaration races{"Races.", {"Server.writes_once"}, true};

  EXPECT_TRUE(judge(races, verdict_on(exited(1), certain + at_times + "done\n")).caught);
  EXPECT_TRUE(judge(races, verdict_on(exited(1), certain + "done\n")).caught);
  EXPECT_FALSE(judge(races, verdict_on(exited(1), at_times + "done\n")).caught);
  const std::string skipped = "run Server.writes_once\nskip Server.writes_once\n";
  EXPECT_TRUE(judge(races, verdict_on(exited(1), at_times + skipped + "done\n")).caught);
  EXPECT_FALSE(judge(races, verdict_on(exited(0), skipped + "done\n")).caught);
}

TEST(Judge, minds_a_declared_test_that_is_green) {
  const Judgement judgement = judge(
      declared, verdict_on(exited(0), "run Server.writes_once\npass Server.writes_once\ndone\n"));

  EXPECT_FALSE(judgement.caught);
  EXPECT_THAT(judgement.text, testing::Not(HasSubstr("no such test")));
}

TEST(Judge, says_when_there_is_no_test_of_the_declared_name) {
  const Judgement judgement =
      judge(declared, verdict_on(exited(0), "run Server.other\npass Server.other\ndone\n"));

  EXPECT_FALSE(judgement.caught);
  EXPECT_THAT(judgement.text, HasSubstr("no such test:\n    Server.writes_once\n"));
}

TEST(Judge, takes_no_crash_exit_or_run_without_end_for_a_catch) {
  const std::string report = "run Server.writes_once\nfail Server.writes_once\n";

  for (const Ending& run : {Ending{End::killed, SIGSEGV, ""}, Ending{End::exited, 0, ""},
                            Ending{End::exited, 1, ""}, Ending{End::timed_out, 0, ""}}) {
    const Judgement judgement = judge(declared, verdict_on(run, report));
    EXPECT_FALSE(judgement.caught) << judgement.text;
    EXPECT_THAT(judgement.text, HasSubstr("which is not a catch"));
  }
}

}  // namespace
}  // namespace kata
