/// kata-judge TEST-PROGRAM ANSWER.cpp: is this wrong answer caught by exactly the tests that its
/// first line names? Or, if it ends with "; perhaps others", by these at least?
/// kata-judge --green TIMES SECONDS TEST-PROGRAM ANSWER.cpp: is this right answer green, TIMES in a
/// row or as often as fits into SECONDS of processor time (0: no limit)?
/// Exit status 0 yes, 1 no, 2 when that could not be found out.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "kata/base/files.h"
#include "kata/run/interrupts.h"
#include "kata/run/judge.h"

namespace {

// Together less than ctest's limit: it would kill only us, and leave the tests running.
constexpr auto limit = std::chrono::minutes(4);
constexpr auto limit_of_repeats = std::chrono::minutes(5);

int trouble(const std::string& message) {
  std::fprintf(stderr, "kata-judge: %s\n", message.c_str());
  return 2;
}

/// The processor time of all that we have started and that has ended.
double seconds_used() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int judge_wrong(const context::Context& ctx, const std::string& program,
                const std::string& answer) {
  const auto source = kata::read_file(answer);
  if (!source) return trouble("can't read " + answer);
  const auto declaration = kata::read_declaration(*source);
  if (!declaration) {
    return trouble(answer + ":1: " + declaration.error() +
                   "\nIt must have the form:\n"
                   "  // What is wrong. Caught by: Suite.name, Suite.name");
  }

  const kata::Verdict verdict = kata::test(ctx, program, limit, {}, answer);
  if (verdict.kind == kata::Kind::not_started) {
    return trouble(program + ": " + kata::how_it_ended(verdict));
  }
  const kata::Judgement judgement = kata::judge(*declaration, verdict);
  std::printf("%s\n%s", answer.c_str(), judgement.text.c_str());
  return judgement.caught ? 0 : 1;
}

int judge_right(const context::Context& ctx, const kata::Repeats& repeats,
                const std::string& program, const std::string& answer) {
  kata::Verdict verdict = kata::test(ctx, program, limit, {}, answer);
  const int more = kata::repeats_left(repeats, seconds_used());
  if (verdict.kind == kata::Kind::green && more > 0) {
    const std::string times = std::to_string(more);
    verdict = kata::test(ctx, program, limit_of_repeats,
                         {"--gtest_brief=1", "--gtest_repeat=" + times}, answer);
  }
  if (verdict.kind == kata::Kind::not_started) {
    return trouble(program + ": " + kata::how_it_ended(verdict));
  }
  if (verdict.kind != kata::Kind::green) {
    std::printf("%s\n%s", answer.c_str(), kata::not_green(verdict).c_str());
    return 1;
  }
  std::printf("%s\nGreen %d times in a row, in %.1f s of processor time.\n", answer.c_str(),
              more + 1, seconds_used());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const bool green = words.size() == 5 && words[0] == "--green";
  if (!green && words.size() != 2) {
    return trouble("usage: kata-judge [--green TIMES SECONDS] TEST-PROGRAM ANSWER.cpp");
  }

  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const kata::Interrupts interrupts;
  if (!green) return judge_wrong(interrupts.context(), words[0], words[1]);
  const kata::Repeats repeats{std::atoi(words[1].c_str()), std::atof(words[2].c_str())};
  return judge_right(interrupts.context(), repeats, words[3], words[4]);
}
