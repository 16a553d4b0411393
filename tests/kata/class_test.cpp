#include <regex>

#include "kata/base/files.h"
#include "kata/base/json.h"
#include "kata_test.h"
#include "on_terminal.h"

/// What stands around trying a step: pictures, lists, reports, a doctor, a shell that completes.
namespace {

namespace fs = std::filesystem;
using kata::Ending;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string first = "01-first";

class Around : public KataTest {};

std::string line_with(const std::string& text, const std::string& words) {
  const std::size_t at = text.find(words);
  if (at == std::string::npos) return "";
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

TEST_F(Around, a_story_is_the_failing_order_or_the_one_that_one_picks) {
  const Ending failing = tiny->run({"story", "1"});
  EXPECT_THAT(failing, ended_with(0));
  EXPECT_THAT(failing.output,
              AllOf(HasSubstr("Answer is that of life\nOrder 2 of 2: answers -> asks\n"),
                    HasSubstr("answers </script> <-- too late"), HasSubstr("It came too late.")));

  const Ending picked = tiny->run({"story", "1", "--order", "1", "--test", "life"});
  EXPECT_THAT(picked.output, AllOf(HasSubstr("Order 1 of 2: asks -> answers"),
                                   HasSubstr("Nothing is amiss in this order.")));
  EXPECT_THAT(tiny->run({"story", "1", "--order", "3"}), ended_with(2));
  EXPECT_THAT(tiny->run({"story", "1", "--test", "death"}), ended_with(2));
  EXPECT_THAT(tiny->run({"story", "2"}).output, HasSubstr("play no orders"));
}

TEST_F(Around, a_story_is_one_page_for_a_browser) {
  EXPECT_THAT(tiny->run({"story", "1", "--html", "story.html"}), ended_with(0));

  const auto page = kata::read_file(tiny->root() / "story.html");
  EXPECT_THAT(page, testing::Optional(AllOf(HasSubstr("Step 01-first: The answer"),
                                            HasSubstr("answers -> asks"))));
}

TEST_F(Around, the_list_has_titles) {
  EXPECT_THAT(tiny->run({"list"}).output, HasSubstr("01-first   The answer  <- you are here"));
}

TEST_F(Around, two_files_stand_side_by_side_where_there_is_room) {
  OnTerminal wide(*tiny, {"diff", "1"}, {"NO_COLOR=1"}, {50, 150});
  EXPECT_TRUE(wide.shows("Left is yours, right is the solution")) << wide.all();

  OnTerminal narrow(*tiny, {"diff", "1"}, {"NO_COLOR=1"}, {50, 80});
  EXPECT_TRUE(narrow.shows("- is yours, + is the solution"));
}

TEST_F(Around, a_report_is_for_people_for_programs_and_for_ci) {
  tiny->solve(first);

  const Ending told = tiny->run({"report", "--junit", "report.xml"});
  EXPECT_THAT(told, ended_with(1));
  EXPECT_THAT(told.output, AllOf(HasSubstr("green            01-first"),
                                 HasSubstr("red              02-second")));
  EXPECT_THAT(
      kata::read_file(tiny->root() / "report.xml"),
      testing::Optional(AllOf(
          HasSubstr("<testsuite name=\"01-first\" tests=\"1\" failures=\"0\" errors=\"0\">"),
          HasSubstr(
              "<testcase classname=\"02-second\" name=\"Answer.is_that_of_life\"><failure>"))));

  const Ending data = tiny->run({"report", "--json"});
  const auto json = kata::read_json(data.output);
  ASSERT_TRUE(json) << data.output;
  ASSERT_EQ(json->items.size(), 2U);
  EXPECT_EQ(json->items[0].text_of("state"), "green");
  EXPECT_EQ(json->items[1].find("failed")->items[0].text, "Answer.is_that_of_life");

  tiny->solve("02-second");
  EXPECT_THAT(tiny->run({"report"}), ended_with(0));
}

TEST_F(Around, a_report_says_what_does_not_compile) {
  tiny->answer(first, "retrun 42;");

  EXPECT_THAT(tiny->run({"report", "--json"}).output, HasSubstr("\"state\":\"does not compile\""));
}

TEST_F(Around, a_doctor_names_what_there_is_and_what_mends_the_rest) {
  const Ending run = tiny->run({"doctor"});

  for (const char* part : {"compiler", "cmake", "ninja", "packages", "headers", "linker", "disk",
                           "clock", "terminal"}) {
    EXPECT_THAT(run.output, HasSubstr(part));
  }
  EXPECT_THAT(
      run.output,
      HasSubstr("not precompiled yet: the next build takes longer\n             ./kata test 01"));
  EXPECT_THAT(run, ended_with(2));
}

/// As Visual Studio Code would read them, by its tasks.json.
TEST_F(Around, an_editor_finds_the_places_of_errors_and_failures) {
  const std::string tasks =
      kata::read_file(fs::path(TINY_ORIGIN) / ".vscode/tasks.json").value_or("");
  const std::string json =
      tasks.substr(0, tasks.find("//")) + tasks.substr(tasks.find('\n', tasks.find("//")));
  const auto read = kata::read_json(json);
  ASSERT_TRUE(read);
  const kata::Json& matchers = *read->find("tasks")->items[0].find("problemMatcher");
  const std::regex of_compiler(matchers.items[0].find("pattern")->text_of("regexp"));
  const std::regex of_tests(matchers.items[1].find("pattern")->items[0].text_of("regexp"));

  tiny->answer(first, "retrun 42;");
  const std::string output = tiny->run({}).output;

  EXPECT_TRUE(std::regex_search(line_with(output, " error: "), of_compiler)) << output;
  EXPECT_TRUE(std::regex_search("    tests/03-only/server_test.cpp:41: Failure", of_tests));
}

TEST_F(Around, a_shell_completes_commands_options_and_steps) {
  const auto completed = [](const std::string& words, int at) {
    return tiny
        ->run_as({"bash", "-c",
                  "source <(./kata completion bash); COMP_WORDS=(" + words +
                      "); COMP_CWORD=" + std::to_string(at) + "; _kata; echo \"${COMPREPLY[*]}\""})
        .output;
  };

  EXPECT_EQ(completed("./kata wa", 1), "watch\n");
  EXPECT_EQ(completed("./kata hint 0", 2), "01-first 02-second\n");
  EXPECT_EQ(completed("./kata watch --p", 2), "--plain --poll\n");
  EXPECT_EQ(completed("./kata completion z", 2), "zsh\n");
  EXPECT_THAT(tiny->run({"completion", "fish"}), ended_with(2));
}

TEST_F(Around, who_wants_it_thorough_has_threads_held_at_every_point) {
  tiny->folder().write(tiny->root() / "steps/01-first/answer.cpp",
                       "#include <cstdlib>\n"
                       "#include <string>\n"
                       "int answer() {\n"
                       "  const char* const holds = std::getenv(\"KATA_HOLDS\");\n"
                       "  return holds != nullptr && std::string(holds) == \"all\" ? 42 : 0;\n"
                       "}\n");

  EXPECT_THAT(tiny->run({"test", "1"}), ended_with(1));
  EXPECT_THAT(tiny->run({"test", "1", "--thorough"}), ended_with(0));
}

TEST_F(Around, a_sanitizer_speaks_the_learners_language) {
  tiny->folder().write(tiny->root() / "steps/01-first/answer.cpp",
                       "#include <thread>\n"
                       "int answer() {\n"
                       "  int found = 0;\n"
                       "  std::thread seeker([&] { found = 42; });\n"
                       "  found = 42;\n"
                       "  seeker.join();\n"
                       "  return found;\n"
                       "}\n");

  const Ending run = tiny->run({"test", "1", "--sanitize", "thread"}, {"TINY_FLAGS=-g"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, AllOf(HasSubstr("The sanitizer found: data race."),
                                HasSubstr("    steps/01-first/answer.cpp:4"),
                                HasSubstr("    steps/01-first/answer.cpp:5")));
  EXPECT_THAT(tiny->run({"test", "1", "--sanitize", "magic"}), ended_with(2));
}

}  // namespace
