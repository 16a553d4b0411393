#include "kata/run/diagnostic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kata {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* answer = "steps/03-name/server.cpp";

Diagnostic diagnostic_in(std::string_view output) {
  return first_diagnostic(output, "/a b", answer);
}

TEST(Diagnostic, is_the_first_error_in_the_learners_file) {
  const Diagnostic diagnostic = diagnostic_in(
      "ninja: Entering directory `build/default'\n"
      "[1/2] Building CXX object step-03.dir/server.cpp.o\n"
      "FAILED: step-03.dir/server.cpp.o\n"
      "/usr/bin/c++ -o server.cpp.o -c \"/a b/steps/03-name/server.cpp\"\n"
      "/a b/steps/03-name/server.cpp: In function 'int server()':\n"
      "/a b/steps/03-name/server.cpp:4:3: error: 'retrun' was not declared in this scope\n"
      "    4 |   retrun 3;\n"
      "      |   ^~~~~~\n"
      "/a b/steps/03-name/server.cpp:9:1: error: expected '}'\n"
      "    9 | \n"
      "ninja: build stopped: subcommand failed.\n");

  EXPECT_EQ(diagnostic.about, Diagnostic::About::answer);
  EXPECT_EQ(diagnostic.text,
            "steps/03-name/server.cpp:4:3: error: 'retrun' was not declared in this scope\n"
            "    4 |   retrun 3;\n"
            "      |   ^~~~~~\n");
  EXPECT_EQ(diagnostic.more, 1);
}

TEST(Diagnostic, keeps_the_notes_that_belong_to_the_error_and_leaves_warnings_out) {
  const Diagnostic diagnostic = diagnostic_in(
      "/a b/steps/03-name/server.cpp:2:1: warning: unused variable\n"
      "/a b/steps/03-name/server.cpp:4:3: error: no matching function\n"
      "    4 |   f();\n"
      "/a b/steps/03-name/store.h:7:6: note: candidate: 'void f(int)'\n"
      "1 warning and 1 error generated.\n");

  EXPECT_THAT(diagnostic.text, HasSubstr("note: candidate"));
  EXPECT_THAT(diagnostic.text, Not(HasSubstr("warning")));
  EXPECT_EQ(diagnostic.more, 0);
}

TEST(Diagnostic, in_a_header_names_the_learners_line_that_led_there) {
  const Diagnostic diagnostic = diagnostic_in(
      "FAILED: step-03.dir/server.cpp.o\n"
      "In file included from /usr/include/c++/12/algorithm:60,\n"
      "                 from /a b/steps/03-name/server.cpp:2:\n"
      "/usr/include/c++/12/bits/predefined_ops.h:45:23: error: no match for 'operator<'\n"
      "/a b/steps/03-name/server.cpp:7:9:   required from here\n");

  EXPECT_EQ(diagnostic.about, Diagnostic::About::other_file);
  EXPECT_THAT(diagnostic.text,
              StartsWith("/usr/include/c++/12/bits/predefined_ops.h:45:23: error"));
  EXPECT_THAT(diagnostic.text, HasSubstr("steps/03-name/server.cpp:7:9:   required from here\n"));
}

TEST(Diagnostic, knows_a_header_that_does_not_exist) {
  const Diagnostic diagnostic = diagnostic_in(
      "/a b/steps/03-name/server.cpp:1:10: fatal error: nope.h: No such file or directory\n"
      "    1 | #include \"nope.h\"\n"
      "compilation terminated.\n");

  EXPECT_EQ(diagnostic.about, Diagnostic::About::answer);
  EXPECT_THAT(diagnostic.text, Not(HasSubstr("terminated")));
}

TEST(Diagnostic, knows_what_each_linker_says) {
  using enum Diagnostic::About;
  const std::vector<std::pair<std::string, Diagnostic::About>> cases = {
      {"mold: error: undefined symbol: server(Store&)", undefined},
      {"ld.lld: error: undefined symbol: server(Store&)", undefined},
      {"/usr/bin/ld: x.o: in f: undefined reference to `server(Store&)'", undefined},
      {"x.cc:7: error: undefined reference to 'server(Store&)'", undefined},
      {"/usr/bin/ld: y.o: multiple definition of `server(Store&)'; x.o: first defined here", twice},
      {"ld.lld: error: duplicate symbol: server(Store&)", twice},
      {"mold: error: duplicate symbol: a.o: b.o: server(Store&)", twice}};
  for (const auto& [line, about] : cases) {
    const Diagnostic diagnostic = diagnostic_in(line + "\n");

    EXPECT_EQ(diagnostic.about, about) << line;
    EXPECT_EQ(diagnostic.symbol, "server(Store&)") << line;
    EXPECT_EQ(diagnostic.text, line + "\n");
  }
}

TEST(Diagnostic, of_a_linker_says_where_if_that_knows) {
  const Diagnostic diagnostic = diagnostic_in(
      "ld.lld: error: duplicate symbol: server(Store&)\n"
      ">>> defined at server.cpp:7 (/a b/steps/03-name/server.cpp:7)\n"
      "collect2: error: ld returned 1 exit status\n");

  EXPECT_THAT(diagnostic.text,
              HasSubstr("\n>>> defined at server.cpp:7 (steps/03-name/server.cpp:7)\n"));
  EXPECT_THAT(diagnostic.text, Not(HasSubstr("collect2")));
}

TEST(Diagnostic, tells_another_signature_from_a_function_that_is_not_there) {
  EXPECT_TRUE(names("int server (int port) { return 1; }", "server(Store&)"));
  EXPECT_TRUE(names("int X::get(){}", "X::get(int) const"));
  EXPECT_FALSE(names("int my_server() { return serve(); }", "server(Store&)"));
  EXPECT_FALSE(names("int server;", "server(Store&)"));
  EXPECT_FALSE(names("int x() {}", "vtable for X"));
}

TEST(Warning, is_the_first_about_the_learners_file) {
  const std::string_view output =
      "/a b/tests/03-name/server_test.cpp:1:1: warning: not theirs\n"
      "/a b/steps/03-name/server.cpp: In function 'int server()':\n"
      "/a b/steps/03-name/server.cpp:4:1: warning: no return statement [-Wreturn-type]\n"
      "    4 | }\n"
      "/a b/steps/03-name/server.cpp:9:1: warning: unused\n";

  const auto warning = first_warning(output, "/a b", answer);

  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->text,
            "steps/03-name/server.cpp:4:1: warning: no return statement [-Wreturn-type]\n"
            "    4 | }\n");
  EXPECT_EQ(warning->more, 1);
  EXPECT_FALSE(first_warning("[1/2] Building", "/a b", answer));
}

TEST(Diagnostic, takes_words_in_the_learners_code_for_what_they_are) {
  for (const char* line :
       {"/a b/steps/03-name/server.cpp:4:2: error: #error Permission denied",
        "/a b/steps/03-name/server.cpp:4:2: error: static assertion failed: Permission denied"}) {
    EXPECT_EQ(diagnostic_in(std::string(line) + "\n").about, Diagnostic::About::answer) << line;
  }
  EXPECT_EQ(diagnostic_in("/a b/steps/03-name/server.cpp:4:2: error: no\n"
                          "    4 | answer = 1;  // closing the file says Permission denied\n")
                .about,
            Diagnostic::About::answer);
}

TEST(Diagnostic, does_not_blame_the_learner_for_the_machine) {
  using enum Diagnostic::About;
  const std::vector<std::pair<std::string, Diagnostic::About>> cases = {
      {"/a b/steps/03-name/server.cpp:7:1: fatal error: closing x.d: No space left on device",
       full_disk},
      {"ld.lld: error: cannot open output file tests/step-03: File too large", full_disk},
      {"ninja: error: opening build log: Read-only file system", read_only_tree},
      {"ninja: error: opening build log: Permission denied", read_only_tree},
      {"ninja: error: manifest 'build.ninja' still dirty after 100 tries, perhaps system time is "
       "not set",
       clock},
      {"ninja: fatal: chdir to 'build/default' - No such file or directory", broken_build},
      {"CMake Error at CMakeLists.txt:3:", broken_build},
      {"/bin/sh: 1: /usr/bin/c++: not found", broken_build},
      {"c++: fatal error: Killed signal terminated program cc1plus", broken_build}};
  for (const auto& [line, about] : cases) {
    const Diagnostic diagnostic = diagnostic_in(line + "\n");

    EXPECT_EQ(diagnostic.about, about) << line;
    EXPECT_TRUE(diagnostic.of_environment());
    EXPECT_EQ(diagnostic.text, line.substr(line.starts_with("/a b/") ? 5 : 0) + "\n");
  }
}

TEST(Diagnostic, stays_short) {
  std::string output = "/a b/steps/03-name/server.cpp:4:3: error: much ado\n";
  for (int i = 0; i < 100; ++i) output += "    about nothing\n";

  EXPECT_LE(std::ranges::count(diagnostic_in(output).text, '\n'), 12);
}

}  // namespace
}  // namespace kata
