#pragma once
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "support/story.h"

namespace stage {

/// What a failure says, without the line ends that some versions of googletest put behind it.
[[nodiscard]] std::string_view message_of(const testing::TestPartResult& part);

/// One walk, and what failed in it.
struct WalkResult {
  testing::TestPartResultArray parts;
  std::string order;
  std::vector<Story::Line> lines;  // of the story
  bool held = false;               // a thread was held, and else nothing fails
  std::string trouble;
  bool runs_on = false;
  int number = 0;

  /// The failures, but for those that come of looking at a world that was stuck already.
  [[nodiscard]] std::vector<const testing::TestPartResult*> failures() const;
};

/// The orders that were played: how many, how many of them failed, and whether no more are left, as
/// far as is known.
struct Orders {
  int played = 0;
  int failed = 0;
  bool all = true;
};

/// Passes on what was found in the first order that failed, with its story after the last word.
void report(const WalkResult& result, const Orders& orders, const std::source_location& where);

}  // namespace stage
