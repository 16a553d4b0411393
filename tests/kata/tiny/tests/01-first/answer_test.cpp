// Stands in for googletest and the report of tests/support/main.cpp.
#include <cstdio>
#include <cstdlib>

int answer();

int main() {
  std::FILE* report = std::fopen(std::getenv("KATA_REPORT"), "w");
  std::fputs("run Answer.is_that_of_life\n", report);
  std::fflush(report);
  std::puts("[ RUN      ] Answer.is_that_of_life");
  std::fflush(stdout);
  const bool filtered = std::getenv("GTEST_FILTER") != nullptr;  // as googletest would be
  const bool right = filtered || answer() == 42;
  if (!right) std::puts("answer_test.cpp:1: Failure\nFailed\nThe answer is another one.");
  std::puts(right ? "[       OK ] Answer.is_that_of_life" : "[  FAILED  ] Answer.is_that_of_life");
  if (const char* stories =
          std::getenv("KATA_STORIES")) {  // as tests/support/written_story.cpp would
    std::FILE* told = std::fopen(stories, "a");
    std::fputs(
        "{\"test\": \"Answer.is_that_of_life\", \"number\": 1, \"order\": \"asks -> answers\", "
        "\"failures\": [], \"lines\": [{\"who\": \"client\", \"what\": \"asks\", \"remark\": "
        "\"\"}]}\n",
        told);
    std::fprintf(
        told,
        "{\"test\": \"Answer.is_that_of_life\", \"number\": 2, \"order\": \"answers -> asks\", "
        "\"failures\": [%s], \"lines\": [{\"who\": \"client\", \"what\": \"asks\", \"remark\": "
        "\"\"}, "
        "{\"who\": \"server\", \"what\": \"answers </script>\", \"remark\": \"too late\"}]}\n",
        right ? "" : "\"It came too late.\"");
    std::fclose(told);
  }
  std::fputs(right ? "pass Answer.is_that_of_life\n" : "fail Answer.is_that_of_life\n", report);
  std::fputs("done\n", report);
  std::fclose(report);
  return right ? 0 : 1;
}
