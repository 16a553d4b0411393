#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kata/base/json.h"
#include "kata/base/text.h"
#include "kata/run/gtest_output.h"
#include "kata/run/sanitizer.h"
#include "kata/run/stories.h"
#include "kata/telling/lanes.h"
#include "kata/terminal/words.h"

/// Stories as data and as pictures; what sanitizers say.
namespace kata {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string line =
    R"({"test": "Server.writes_once", "number": 2, "order": "cancel -> fetch", "failures": ["late \u00e9"], )"
    R"("lines": [{"who": "client", "what": "gives up", "remark": ""}, )"
    R"({"who": "handler", "what": "writes \"hello\"", "remark": "after the cancellation"}]})";

TEST(Json, is_read_and_written) {
  const std::string text = "a \"quoted\" \\ line\n\x01 of é";

  const auto read = read_json("[" + as_json(text) + ", 12, {\"a\": [true]}]");

  ASSERT_TRUE(read);
  ASSERT_EQ(read->items.size(), 3U);
  EXPECT_EQ(read->items[0].text, text);
  EXPECT_EQ(read->items[1].text, "12");
  EXPECT_EQ(read->items[2].find("a")->items[0].text, "true");
  EXPECT_EQ(as_json("\xff"), "\"\\ufffd\"");
}

TEST(Json, that_was_cut_off_or_has_more_behind_it_is_none) {
  for (std::size_t length = 0; length < line.size(); ++length) {
    EXPECT_FALSE(read_json(line.substr(0, length))) << length;
  }
  EXPECT_FALSE(read_json(line + "x"));
  EXPECT_FALSE(read_json(std::string(100'000, '[')));
  EXPECT_FALSE(read_json(R"("\u12)"));
}

TEST(Stories, are_read_line_by_line_and_what_was_cut_off_is_passed_over) {
  const auto tellings = read_tellings(line + "\n{}\nnonsense\n" + line.substr(0, 80));

  ASSERT_EQ(tellings.size(), 1U);
  EXPECT_EQ(tellings[0].test, "Server.writes_once");
  EXPECT_EQ(tellings[0].number, 2);
  EXPECT_THAT(tellings[0].failures, ElementsAre("late é"));
  ASSERT_EQ(tellings[0].lines.size(), 2U);
  EXPECT_EQ(tellings[0].lines[1].what, "writes \"hello\"");
}

TEST(Lanes, have_a_column_for_each_who_plays_and_red_for_what_is_late) {
  const Screen screen(Looks{.terminal = true, .colour = true});

  const std::string picture = lanes(screen, read_tellings(line).front(), 80);

  EXPECT_THAT(picture, HasSubstr("     client                            handler"));
  EXPECT_THAT(picture, HasSubstr("  1  ● gives up                        │\n"));
  EXPECT_THAT(
      picture,
      HasSubstr("  2  \033[31m│                                 ● writes \"hello\" <-- after the"));
}

TEST(Lanes, that_would_be_too_narrow_are_told_line_by_line) {
  const Screen screen(Looks{});

  const std::string text = lanes(screen, read_tellings(line).front(), 36);

  EXPECT_THAT(text, HasSubstr("  2  handler: writes \"hello\" <--\n"));
  for (const std::string_view one : lines_of(text)) EXPECT_LE(columns(one), 36U);
}

TEST(Page, holds_every_order_and_nothing_that_ends_it_early) {
  Telling telling = read_tellings(line).front();
  telling.lines[0].what = "</script><b>";

  const std::string page = as_page("Step 1", {telling, telling});

  EXPECT_THAT(page, AllOf(HasSubstr("<title>Step 1</title>"), HasSubstr("type=\"range\""),
                          HasSubstr("<\\/script><b>"), Not(HasSubstr("http://"))));
  EXPECT_EQ(page.find("</script>"), page.rfind("</script>"));
}

TEST(Failure, is_told_without_what_googletest_says_twice) {
  EXPECT_EQ(plain_failure("Failed\nIt is late."), "It is late.");
  EXPECT_EQ(plain_failure("a.cpp:1: Failure\nFailed\nIt is late."),
            "a.cpp:1: Failure\nIt is late.");
  EXPECT_THAT(
      plain_failure("unknown file: Failure\nC++ exception with description \"too bad\" thrown in "
                    "the test body."),
      HasSubstr("An exception came out of your code, and the test caught it: \"too bad\""));
}

TEST(Failure, that_nobody_caught_has_a_name) {
  EXPECT_EQ(uncaught("x\nterminate called after throwing an instance of 'std::runtime_error'\n"
                     "  what():  too bad\n"),
            "std::runtime_error: too bad");
  EXPECT_EQ(uncaught("terminate called after throwing an instance of 'int'\n"), "int");
  EXPECT_EQ(uncaught("nothing of the kind"), "");
}

TEST(Sanitizer, of_threads_is_told_in_words_with_the_two_lines) {
  const auto finding = first_finding(
      "[ RUN      ] Server.x\n==================\nWARNING: ThreadSanitizer: data race (pid=7)\n"
      "  Write of size 4 at 0x1 by thread T1:\n"
      "    #0 std::x /usr/include/c++/12/thread:3 (step-05+0x1)\n"
      "    #1 operator() /a b/steps/05-x/server.cpp:12:7 (step-05+0x2)\n"
      "    #2 run /a b/tests/support/actor.cpp:9 (step-05+0x2)\n\n"
      "  Previous read of size 4 at 0x1 by main thread:\n"
      "    #0 server(Store&) /a b/steps/05-x/server.cpp:20 (step-05+0x3)\n\n"
      "SUMMARY: ThreadSanitizer: data race\n",
      "/a b", "steps/05-x/server.cpp");

  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->what, "data race");
  EXPECT_THAT(finding->meaning, HasSubstr("A mutex or an atomic does"));
  EXPECT_THAT(finding->places, ElementsAre("steps/05-x/server.cpp:12", "steps/05-x/server.cpp:20"));
}

TEST(Sanitizer, of_addresses_and_of_undefined_behaviour_is_understood_too) {
  const auto address = first_finding(
      "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n"
      "    #0 0x1 in f /a b/steps/05-x/server.cpp:4:3\nSUMMARY: \n",
      "/a b", "steps/05-x/server.cpp");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->what, "heap-use-after-free");
  EXPECT_THAT(address->places, ElementsAre("steps/05-x/server.cpp:4"));

  const auto undefined =
      first_finding("/a b/steps/05-x/server.cpp:3:5: runtime error: signed integer overflow\n",
                    "/a b", "steps/05-x/server.cpp");
  ASSERT_TRUE(undefined);
  EXPECT_EQ(undefined->places.front(), "steps/05-x/server.cpp:3");
  EXPECT_FALSE(first_finding("[       OK ] all is well\n", "/a b", "x"));
}

}  // namespace
}  // namespace kata
