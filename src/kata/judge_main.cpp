/// kata-judge TEST-PROGRAM ANSWER.cpp: is this wrong answer caught by exactly the tests that its
/// first line names? Exit status 0 yes, 1 no, 2 when that could not be found out.
#include <cstdio>
#include <string>

#include <sys/resource.h>

#include "kata/files.h"
#include "kata/interrupts.h"
#include "kata/judge.h"

namespace {

// Less than ctest's limit of 600 s: it would kill only us, and leave the tests running.
constexpr auto limit = std::chrono::minutes(9);

int trouble(const std::string& message) {
  std::fprintf(stderr, "kata-judge: %s\n", message.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return trouble("usage: kata-judge TEST-PROGRAM ANSWER.cpp");
  const std::string answer = argv[2];

  const auto source = kata::read_file(answer);
  if (!source) return trouble("can't read " + answer);
  const auto declaration = kata::read_declaration(*source);
  if (!declaration) {
    return trouble(answer + ":1: " + declaration.error() +
                   "\nIt must have the form:\n"
                   "  // What is wrong. Caught by: Suite.name, Suite.name");
  }

  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const kata::Interrupts interrupts;
  const kata::Verdict verdict = kata::test(interrupts.context(), argv[1], limit);
  if (verdict.kind == kata::Kind::not_started) {
    return trouble(std::string(argv[1]) + ": " + kata::how_it_ended(verdict));
  }
  const kata::Judgement judgement = kata::judge(*declaration, verdict);
  std::printf("%s\n%s", answer.c_str(), judgement.text.c_str());
  return judgement.caught ? 0 : 1;
}
