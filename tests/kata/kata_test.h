#pragma once
#include <memory>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tiny_kata.h"

namespace kata {
/// For the messages of failing tests.
inline std::ostream& operator<<(std::ostream& out, const Ending& ending) {
  return out << "status " << ending.number << ", having printed:\n" << ending.output;
}
}  // namespace kata

MATCHER_P(ended_with, status, "") { return arg.end == kata::End::exited && arg.number == status; }

/// Tests of ./kata from end to end: what one types, reads, and gets for an exit status. The tiny
/// kata is built once a suite; each test begins with its files as they ship.
class KataTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { tiny = std::make_unique<TinyKata>(); }
  static void TearDownTestSuite() { tiny.reset(); }
  void SetUp() override { tiny->start_over(); }

  inline static std::unique_ptr<TinyKata> tiny;
};
