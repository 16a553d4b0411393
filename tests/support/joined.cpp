#include "support/joined.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace stage {
namespace {

constexpr int cannot_be_tested = 2;

[[noreturn]] void become_program_of(const JoinedAnswer& answer, char** arguments) {
  const std::string here = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::string program = here + ".alone/" + answer.name;
  execv(program.c_str(), arguments);
  std::fprintf(stderr, "%s can't be linked:\n", answer.source);
  std::ifstream trouble(program + ".trouble");
  for (std::string line; std::getline(trouble, line);) std::fprintf(stderr, "%s\n", line.c_str());
  std::_Exit(cannot_be_tested);
}

}  // namespace

void choose_answer(std::span<const JoinedAnswer> answers, std::span<void (*)()> slots,
                   char** arguments) {
  const char* const variable = std::getenv("KATA_ANSWER");
  const std::string_view wanted = variable == nullptr ? "" : variable;
  const auto found = std::ranges::find_if(answers, [wanted](const JoinedAnswer& answer) {
    return !wanted.empty() && std::string_view(answer.source).ends_with(wanted);
  });
  if (found == answers.end()) {
    std::fputs("Set KATA_ANSWER to the end of one of these paths:\n", stderr);
    for (const JoinedAnswer& answer : answers) std::fprintf(stderr, "  %s\n", answer.source);
    std::_Exit(cannot_be_tested);
  }
  if (found->trouble != nullptr) {
    std::fprintf(stderr, "%s doesn't compile:\n%s", found->source, found->trouble);
    std::_Exit(cannot_be_tested);
  }
  if (found->functions == nullptr) become_program_of(*found, arguments);
  std::copy_n(found->functions, slots.size(), slots.begin());
}

}  // namespace stage
