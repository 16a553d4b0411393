/// Replays what fuzzing has found: corpus.txt has one input a line, in hexadecimal.

#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "request_machine.h"

namespace {

std::vector<std::uint8_t> bytes_of(const std::string& line) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(line.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

TEST(RequestCorpus, is_understood_in_the_same_way_at_once_and_in_pieces) {
  std::ifstream corpus(HTTP_CORPUS);
  std::string line;
  int inputs = 0;
  while (std::getline(corpus, line)) {
    ++inputs;
    const auto trouble = fuzz::try_requests(bytes_of(line));
    EXPECT_FALSE(trouble) << *trouble << "\nin line " << inputs << ": " << line;
  }

  EXPECT_GT(inputs, 100) << "too few inputs in " << HTTP_CORPUS;
}

}  // namespace
