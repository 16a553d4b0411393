#pragma once
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "support/walk_report.h"

namespace stage {

/// The failures that `body` meets, from whichever thread. They fail nothing: this is how the tests
/// of the stage show that it can fail.
inline std::vector<std::string> failures_of(const std::function<void()>& body) {
  testing::TestPartResultArray parts;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &parts);
    body();
  }
  std::vector<std::string> failures;
  for (int i = 0; i < parts.size(); ++i) {
    const testing::TestPartResult& part = parts.GetTestPartResult(i);
    if (part.failed()) failures.emplace_back(message_of(part));
  }
  return failures;
}

}  // namespace stage
