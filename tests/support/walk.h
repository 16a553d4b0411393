#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace stage {

/// The choices of one walk, and how to get to the next: replay all but the last that has an
/// alternative left, then take that alternative. Depth first, so every order comes exactly once.
class Walk {
 public:
  /// Which of `alternatives` comes next. Deterministic scenes get the same question when replayed.
  std::size_t choose(const std::vector<std::string>& alternatives);

  /// Puts on record what happened without a choice.
  void note(const std::string& event) { taken_.push_back(event); }

  /// Turns to the next order; false when all have been walked.
  bool next();

  /// "cancel -> fetch returns -> write"
  [[nodiscard]] std::string order() const;

  /// At the end of a walk: whether a replayed question had other alternatives than the first time,
  /// or didn't come at all.
  [[nodiscard]] bool went_astray() const noexcept { return astray_ || depth_ < choices_.size(); }

 private:
  struct Choice {
    std::vector<std::string> alternatives;
    std::size_t chosen = 0;
  };
  std::vector<Choice> choices_;
  std::size_t depth_ = 0;
  std::vector<std::string> taken_;
  bool astray_ = false;
};

}  // namespace stage
