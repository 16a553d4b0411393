#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest-spi.h>

namespace stage {

/// The choices of one walk, and how to get to the next: replay all but the last that has an
/// alternative left, then take that alternative. Depth first, so every order comes exactly once.
class Walk {
 public:
  /// Which of `alternatives` comes next. Deterministic scenes get the same question when replayed.
  std::size_t choose(const std::vector<std::string>& alternatives);

  /// Puts on record what happened without a choice.
  void note(const std::string& event) { taken_.push_back(event); }

  /// The same order once more, in which something else is to happen. Whoever is asked for what
  /// can't happen any more strays from it.
  [[nodiscard]] Walk repeated() const;
  [[nodiscard]] bool again() const noexcept { return again_; }
  void stray() { astray_ = true; }
  [[nodiscard]] bool strayed() const noexcept { return astray_; }

  /// What has failed in it so far is asked for while a thread is held: the scene that looks then
  /// sees what is only half done, and that is no failure of the answer.
  void fails_in(const testing::TestPartResultArray& parts) { parts_ = &parts; }
  [[nodiscard]] bool has_failed() const { return parts_ != nullptr && parts_->size() > 0; }

  /// Whether threads may be held over events: the scene says so.
  void hold_over_events() { holds_over_events_ = true; }
  [[nodiscard]] bool holds_over_events() const noexcept { return holds_over_events_; }

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
  const testing::TestPartResultArray* parts_ = nullptr;
  bool again_ = false;
  bool holds_over_events_ = false;
};

}  // namespace stage
