#pragma once
#include <set>
#include <string>
#include <utility>

#include "support/points/point.h"

namespace stage::points {

/// How many holds are tried. A learner's verdict must be quick: a program tries 80, or as many as
/// KATA_HOLDS says, a scene 20 of them, and at one place of the code a thread is held once. With
/// KATA_HOLDS=all every hold is tried that is worth it. One budget a scene. The test's thread.
class Budget {
 public:
  /// Whether this hold is to be tried; it is counted in either case.
  [[nodiscard]] bool allows(const Hold& hold);
  [[nodiscard]] static bool is_unlimited();

 private:
  int tried_here_ = 0;
  std::set<std::pair<Where, int>> tried_;
};

/// "holds 80 1188": how many were tried in this program, of how many; empty if there was none.
[[nodiscard]] std::string what_was_tried();

}  // namespace stage::points
