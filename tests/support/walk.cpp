#include "support/walk.h"

#include <algorithm>

namespace stage {

std::size_t Walk::choose(const std::vector<std::string>& alternatives) {
  if (depth_ == choices_.size()) choices_.push_back({.alternatives = alternatives});
  Choice& choice = choices_[depth_];
  if (again_ && choice.alternatives != alternatives) {
    const std::string& wanted = choice.alternatives[choice.chosen];
    const auto found = std::ranges::find(alternatives, wanted);
    astray_ = astray_ || found == alternatives.end();
    choice = {.alternatives = alternatives,
              .chosen = astray_ ? 0 : static_cast<std::size_t>(found - alternatives.begin())};
  }
  if (choice.alternatives != alternatives) {
    astray_ = true;
    choices_.resize(depth_);
    choices_.push_back({.alternatives = alternatives});
  }
  const std::size_t chosen = choices_[depth_++].chosen;
  note(alternatives[chosen]);
  return chosen;
}

bool Walk::next() {
  choices_.resize(depth_);
  while (!choices_.empty() && choices_.back().chosen + 1 == choices_.back().alternatives.size()) {
    choices_.pop_back();
  }
  if (choices_.empty()) return false;
  ++choices_.back().chosen;
  depth_ = 0;
  taken_.clear();
  return true;
}

Walk Walk::repeated() const {
  Walk walk = *this;
  walk.choices_.resize(depth_);
  walk.depth_ = 0;
  walk.taken_.clear();
  walk.again_ = true;
  return walk;
}

std::string Walk::order() const {
  std::string text;
  for (const std::string& event : taken_) {
    if (!text.empty()) text += " -> ";
    text += event;
  }
  return text;
}

}  // namespace stage
