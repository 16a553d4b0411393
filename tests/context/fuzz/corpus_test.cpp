/// Replays what fuzzing has found: corpus.txt has one program a line, in hexadecimal.

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "machine.h"

namespace {

std::vector<std::uint8_t> bytes_of(const std::string& line) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(line.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

TEST(Corpus, library_and_model_agree_on_every_program_that_fuzzing_found) {
  std::ifstream corpus(CONTEXT_CORPUS);
  std::string line;
  int programs = 0;
  while (std::getline(corpus, line)) {
    ++programs;
    const auto difference = fuzz::Machine::run(bytes_of(line));
    EXPECT_FALSE(difference) << *difference << "\nin line " << programs << ": " << line;
  }

  EXPECT_GT(programs, 0) << "no programs in " << CONTEXT_CORPUS;
}

}  // namespace
