#include "kata/complaint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kata {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* answer = "steps/03-name/server.cpp";

Complaint complaint_in(std::string_view output) { return first_complaint(output, "/a b", answer); }

TEST(Complaint, is_the_first_error_in_the_learners_file) {
  const Complaint complaint = complaint_in(
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

  EXPECT_EQ(complaint.about, Complaint::About::answer);
  EXPECT_EQ(complaint.text,
            "steps/03-name/server.cpp:4:3: error: 'retrun' was not declared in this scope\n"
            "    4 |   retrun 3;\n"
            "      |   ^~~~~~\n");
  EXPECT_EQ(complaint.more, 1);
}

TEST(Complaint, keeps_the_notes_that_belong_to_the_error_and_leaves_warnings_out) {
  const Complaint complaint = complaint_in(
      "/a b/steps/03-name/server.cpp:2:1: warning: unused variable\n"
      "/a b/steps/03-name/server.cpp:4:3: error: no matching function\n"
      "    4 |   f();\n"
      "/a b/steps/03-name/store.h:7:6: note: candidate: 'void f(int)'\n"
      "1 warning and 1 error generated.\n");

  EXPECT_THAT(complaint.text, HasSubstr("note: candidate"));
  EXPECT_THAT(complaint.text, Not(HasSubstr("warning")));
  EXPECT_EQ(complaint.more, 0);
}

TEST(Complaint, in_a_header_names_the_learners_line_that_led_there) {
  const Complaint complaint = complaint_in(
      "FAILED: step-03.dir/server.cpp.o\n"
      "In file included from /usr/include/c++/12/algorithm:60,\n"
      "                 from /a b/steps/03-name/server.cpp:2:\n"
      "/usr/include/c++/12/bits/predefined_ops.h:45:23: error: no match for 'operator<'\n"
      "/a b/steps/03-name/server.cpp:7:9:   required from here\n");

  EXPECT_EQ(complaint.about, Complaint::About::other_file);
  EXPECT_THAT(complaint.text, StartsWith("/usr/include/c++/12/bits/predefined_ops.h:45:23: error"));
  EXPECT_THAT(complaint.text, HasSubstr("steps/03-name/server.cpp:7:9:   required from here\n"));
}

TEST(Complaint, knows_a_header_that_does_not_exist) {
  const Complaint complaint = complaint_in(
      "/a b/steps/03-name/server.cpp:1:10: fatal error: nope.h: No such file or directory\n"
      "    1 | #include \"nope.h\"\n"
      "compilation terminated.\n");

  EXPECT_EQ(complaint.about, Complaint::About::answer);
  EXPECT_THAT(complaint.text, Not(HasSubstr("terminated")));
}

TEST(Complaint, knows_what_each_linker_says) {
  for (const char* line : {"mold: error: undefined symbol: server(Store&)\n",
                           "ld.lld: error: undefined symbol: server(Store&)\n",
                           "/usr/bin/ld: x.o: in f: undefined reference to `server(Store&)'\n",
                           "/usr/bin/ld: y.o: multiple definition of `server(Store&)'\n",
                           "mold: error: duplicate symbol: a.o: b.o: server(Store&)\n"}) {
    EXPECT_EQ(complaint_in(line).about, Complaint::About::linking) << line;
    EXPECT_EQ(complaint_in(line).text, line);
  }
}

TEST(Complaint, does_not_blame_the_learner_for_the_machine) {
  for (const char* line :
       {"/a b/steps/03-name/server.cpp:7:1: fatal error: closing x.d: No space left on device\n",
        "ninja: error: opening build log: Read-only file system\n",
        "ninja: fatal: chdir to 'build/default' - No such file or directory\n",
        "CMake Error at CMakeLists.txt:3:\n", "/bin/sh: 1: /usr/bin/c++: not found\n",
        "c++: fatal error: Killed signal terminated program cc1plus\n"}) {
    EXPECT_EQ(complaint_in(line).about, Complaint::About::environment) << line;
    EXPECT_THAT(complaint_in(line).text, Not(testing::IsEmpty()));
  }
}

TEST(Complaint, stays_short) {
  std::string output = "/a b/steps/03-name/server.cpp:4:3: error: much ado\n";
  for (int i = 0; i < 100; ++i) output += "    about nothing\n";

  EXPECT_LE(std::ranges::count(complaint_in(output).text, '\n'), 12);
}

}  // namespace
}  // namespace kata
