#include <csignal>
#include <cstdlib>
#include <random>

#include <poll.h>

#include "kata/base/files.h"
#include "kata/base/text.h"
#include "kata/terminal/words.h"
#include "kata_test.h"
#include "on_terminal.h"

/// ./kata watch, by somebody who edits, at a real terminal.
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const std::string first = "01-first";
const std::string spin = "for (volatile int i = 0;;) i = 1;";

class Watch : public KataTest {
 protected:
  void SetUp() override {
    KataTest::SetUp();
    ASSERT_THAT(tiny->run({"list"}), ended_with(0));
  }
  static fs::path file() { return tiny->root() / "steps/01-first/answer.cpp"; }

  /// As an editor that is careful does it: a new file, renamed over the old one.
  static void save(const std::string& body) {
    const fs::path draft = tiny->folder().write(tiny->root() / "steps/01-first/.draft.swp",
                                                "int answer() {\n  " + body + "\n}\n");
    fs::rename(draft, file());
  }

  /// The processes of this tree that aren't `kata` itself: what a run might have left behind.
  static std::vector<std::string> orphans() {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      std::error_code gone;
      const std::string program = fs::read_symlink(entry.path() / "exe", gone).string();
      const std::string where = fs::read_symlink(entry.path() / "cwd", gone).string();
      const bool ours = program.starts_with(tiny->folder().path().string()) ||
                        where.starts_with(tiny->folder().path().string());
      if (ours) found.push_back(entry.path().filename().string() + " " + program);
    }
    return found;
  }
};

TEST_F(Watch, shows_what_comes_of_each_save) {
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Step 01-first is red.")) << kata.all();
  EXPECT_TRUE(kata.shows("0 of 2 steps are green"));
  EXPECT_TRUE(kata.shows("01-first  The answer")) << "the lesson's title";

  save("return 42;");

  EXPECT_TRUE(kata.shows("Step 01-first is green.")) << kata.all();
  EXPECT_TRUE(kata.shows("1 of 2 steps are green"));
  tiny->answer(first, "retrun 42;");
  EXPECT_TRUE(kata.shows("does not compile")) << kata.all();
  EXPECT_TRUE(kata.shows("^~~~~~")) << "a caret";
}

TEST_F(Watch, goes_on_when_the_learner_says_so_and_not_before) {
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));
  save("return 42;");
  ASSERT_TRUE(kata.shows("Step 01-first is green."));
  EXPECT_THAT(kata.all(), Not(HasSubstr("02-second")));

  kata.press("n");

  EXPECT_TRUE(kata.shows("Step 02-second is red.")) << kata.all();
  kata.press("n");
  EXPECT_TRUE(kata.shows("This is the last step."));
  kata.press("p");
  EXPECT_TRUE(kata.shows("Step 01-first is green."));
}

TEST_F(Watch, does_not_go_past_a_verdict_that_nobody_has_seen) {
  tiny->answer(first, spin);
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Trying step 01-first"));

  kata.press("n");

  EXPECT_TRUE(kata.shows("Still trying this step; then n goes on.")) << kata.all();
}

TEST_F(Watch, calls_off_what_a_save_has_outdated) {
  tiny->answer(first, spin);
  OnTerminal kata(*tiny, {"watch"}, {"KATA_TIME_LIMIT=86400"});
  ASSERT_TRUE(kata.shows("Trying step 01-first"));

  save("return 42;");

  EXPECT_TRUE(kata.shows("Step 01-first is green.")) << kata.all();
  EXPECT_THAT(kata.all(), Not(HasSubstr("runs without end")));
}

TEST_F(Watch, answers_to_its_keys) {
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));

  kata.press("h");
  EXPECT_TRUE(kata.shows("Hint 1 of 2"));
  kata.press("h");
  EXPECT_TRUE(kata.shows("Hint 2 of 2"));
  kata.press("d");
  EXPECT_TRUE(kata.shows("answer() { return 42; }"));
  kata.press("l");
  EXPECT_TRUE(kata.shows("02-second"));
  kata.look_away();
  kata.press("\033[Ar");  // an arrow is none of them
  EXPECT_TRUE(kata.shows("Trying step 01-first"));
  EXPECT_TRUE(kata.shows("Step 01-first is red."));
}

TEST_F(Watch, leaves_the_terminal_as_it_was) {
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));
  EXPECT_FALSE(kata.is_tame());

  kata.press("q");

  EXPECT_EQ(kata.ends(), 0);
  EXPECT_TRUE(kata.is_tame());
}

TEST_F(Watch, ends_by_any_signal_with_all_that_it_started) {
  for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGHUP}) {
    tiny->answer(first, spin);
    OnTerminal kata(*tiny, {"watch"});
    ASSERT_TRUE(kata.shows("Trying step 01-first"));

    kata.signal(signal);

    EXPECT_EQ(kata.ends(), 128 + signal);
    EXPECT_TRUE(kata.is_tame());
    EXPECT_THAT(orphans(), testing::IsEmpty());
  }
}

TEST_F(Watch, ends_when_the_terminal_goes_away) {
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));

  kata.hang_up();

  EXPECT_EQ(kata.ends(), 128 + SIGHUP);
}

TEST_F(Watch, pauses_and_comes_back) {
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));

  kata.press("\x1a");  // Ctrl-Z
  ASSERT_TRUE(kata.is_stopped());
  EXPECT_TRUE(kata.is_tame());
  kata.glance();
  kata.look_away();
  save("return 42;");
  kata.signal(SIGCONT);

  EXPECT_TRUE(kata.shows("Step 01-first is green.")) << kata.all();
  EXPECT_FALSE(kata.is_tame());
}

TEST_F(Watch, keeps_its_keyboard_when_a_pause_throws_away_what_was_typed) {
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));
  for (int i = 0; i < 20; ++i) {
    kata.press("x\x1a");
    ASSERT_TRUE(kata.is_stopped());
    kata.signal(SIGCONT);
  }
  kata.glance();
  kata.look_away();

  kata.press("q");

  EXPECT_EQ(kata.ends(), 0) << kata.all();
}

TEST_F(Watch, survives_that_its_folder_is_deleted_and_made_again) {
  OnTerminal kata(*tiny, {"watch"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));

  fs::remove_all(file().parent_path());
  EXPECT_TRUE(kata.shows("steps/01-first/answer.cpp is not there")) << kata.all();
  tiny->solve_anew(first);

  EXPECT_TRUE(kata.shows("Step 01-first is green.")) << kata.all();
}

TEST_F(Watch, looks_for_itself_where_it_is_not_told_and_says_so) {
  OnTerminal kata(*tiny, {"watch", "--poll"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));
  EXPECT_TRUE(kata.shows("looking every 200 ms"));

  save("return 42;");

  EXPECT_TRUE(kata.shows("Step 01-first is green."));
}

TEST_F(Watch, draws_anew_for_a_narrow_terminal_and_breaks_lines_at_words) {
  OnTerminal kata(*tiny, {"watch"}, {"NO_COLOR=1"});
  ASSERT_TRUE(kata.shows("Step 01-first is red."));
  kata.press("h");
  ASSERT_TRUE(kata.shows("Hint 1 of 2"));
  kata.look_away();

  kata.resize({50, 40});

  ASSERT_TRUE(kata.shows("q quit")) << kata.all();
  const std::size_t keys = kata.screen().find("r run");
  for (const std::string_view line : kata::lines_of(kata.screen().substr(keys))) {
    EXPECT_LE(kata::columns(line.substr(0, line.find('\r'))), 40U) << line;
  }
}

TEST_F(Watch, tells_those_who_listen_in_words_and_once) {
  OnTerminal kata(*tiny, {"watch", "--plain"});
  ASSERT_TRUE(kata.shows("failed: Answer is that of life")) << kata.all();

  save("return 42;");

  ASSERT_TRUE(kata.shows("passed: Answer is that of life")) << kata.all();
  EXPECT_THAT(kata.all(), Not(HasSubstr("\033")));
  EXPECT_THAT(kata.all(), Not(HasSubstr("✗")));
}

TEST_F(Watch, links_the_names_of_files_where_the_terminal_takes_that) {
  OnTerminal kata(*tiny, {"watch"}, {"FORCE_HYPERLINK=1"});

  EXPECT_TRUE(kata.shows("/the%20tree/steps/01-first/answer.cpp\033\\")) << kata.all();
}

TEST_F(Watch, needs_no_terminal) {
  tiny->solve(first);

  const kata::Ending run = tiny->run_as(
      {"sh", "-c",
       "./kata watch <&- & p=$!; while ! grep -q . build/default/kata-progress 2>&-; do "
       "sleep 0.05; done; kill -TERM $p; wait $p; echo \"status $?\""});

  EXPECT_THAT(run.output, testing::AllOf(HasSubstr("status 143"), Not(HasSubstr("\033["))));
}

/// Saves that a storm may bring.
const std::vector<std::string> saves = {
    "return 42;",
    "return 41;",
    "retrun 42;",
    "__builtin_trap();",
    spin,
    "extern \"C\" int puts(const char*); for (;;) puts(\"a flood\"); return 42;",
    "extern \"C\" int fork(); for (int i = 0; i < 3; ++i) fork(); " + spin};

/// Random saves, keys, sizes, signals; at the end, the last save's verdict has to stand there.
/// KATA_STORMS says how many (3), KATA_STORM the first seed.
TEST_F(Watch, weathers_storms) {
  const char* const count = std::getenv("KATA_STORMS");
  const char* const begin = std::getenv("KATA_STORM");
  const unsigned from = begin == nullptr ? 1 : static_cast<unsigned>(std::atoi(begin));
  const unsigned all = count == nullptr ? 3 : static_cast<unsigned>(std::atoi(count));
  for (unsigned seed = from; seed < from + all; ++seed) {
    SCOPED_TRACE("KATA_STORMS=1 KATA_STORM=" + std::to_string(seed));
    std::minstd_rand random(seed);
    const auto any = [&random](std::size_t of) { return random() % of; };
    tiny->start_over();
    OnTerminal kata(*tiny, {"watch"}, {"KATA_TIME_LIMIT=86400"});
    const std::size_t events = 5 + any(40);
    for (std::size_t i = 0; i < events; ++i) {
      switch (any(9)) {
        case 0:
          kata.press(std::string(1, "rhdlx"[any(5)]));
          break;
        case 1:
          kata.resize({static_cast<unsigned short>(10 + any(50)),
                       static_cast<unsigned short>(40 + any(100))});
          break;
        case 2:
          kata.signal(any(2) == 0 ? SIGWINCH : SIGCONT);
          break;
        case 3:
          kata.press("\x1a");
          if (kata.is_stopped()) kata.signal(SIGCONT);
          break;
        case 4:
          fs::remove_all(file().parent_path());
          tiny->solve_anew(first);
          break;
        case 5:
          tiny->answer(first, saves[any(saves.size())]);  // in place
          break;
        case 6:
          kata.glance();
          poll(nullptr, 0, static_cast<int>(any(400)));  // between saves people think
          break;
        default:
          save(saves[any(saves.size())]);
      }
    }
    // What is shown of this can only be about these very bytes; and what comes after it, about the
    // next.
    const std::string unique = "storm_" + std::to_string(seed) + " 42;";
    save(unique);
    EXPECT_TRUE(kata.shows(unique)) << kata.screen();
    EXPECT_THAT(tiny->learners_file(first), HasSubstr(unique)) << "an edit was lost";
    kata.look_away();
    save("return 42;");
    EXPECT_TRUE(kata.shows("Step 01-first is green.")) << kata.screen();
    kata.press("q");
    EXPECT_EQ(kata.ends(), 0) << kata.screen();
    EXPECT_TRUE(kata.is_tame());
    EXPECT_THAT(orphans(), testing::IsEmpty());
  }
}

}  // namespace
