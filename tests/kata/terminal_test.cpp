#include "kata_test.h"

/// What ./kata prints on a terminal, and on what only looks like one.
namespace {

using kata::Ending;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Terminal : public KataTest {
 protected:
  void SetUp() override {
    KataTest::SetUp();
    if (!tiny->run_as({"script", "--version"}).succeeded()) {
      GTEST_SKIP() << "without script(1) there is no terminal to be had here";
    }
  }
  static Ending on_terminal(const std::string& command, const std::vector<std::string>& variables) {
    return tiny->run_as({"script", "-qec", command, "/dev/null"}, variables);
  }
};

constexpr const char* colour = "\033[3";
constexpr const char* erased = "\r\033[K";

TEST_F(Terminal, gets_colours_and_a_line_that_says_what_is_going_on) {
  const Ending run = on_terminal("./kata test 1", {"TERM=xterm"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output,
              AllOf(HasSubstr(colour), HasSubstr("Trying step 01-first ..."), HasSubstr(erased)));
}

TEST_F(Terminal, gets_no_colour_where_one_would_rather_not) {
  EXPECT_THAT(on_terminal("./kata test 1", {"TERM=xterm", "NO_COLOR=1"}).output,
              AllOf(HasSubstr("01-first"), Not(HasSubstr(colour))));
}

TEST_F(Terminal, that_is_dumb_gets_plain_text) {
  std::filesystem::remove(tiny->root() / "build/default/kata-launcher");

  const Ending run = on_terminal("./kata test 1", {"TERM=dumb"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("Preparing the kata: looking at compiler and libraries ...\r\n"),
                    Not(HasSubstr("\033"))));
}

}  // namespace
