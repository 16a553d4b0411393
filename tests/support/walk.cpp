#include "support/walk.h"

namespace stage {

std::size_t Walk::choose(const std::vector<std::string>& alternatives) {
  if (depth_ == choices_.size()) choices_.push_back({.alternatives = alternatives});
  Choice& choice = choices_[depth_];
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

std::string Walk::order() const {
  std::string text;
  for (const std::string& event : taken_) {
    if (!text.empty()) text += " -> ";
    text += event;
  }
  return text;
}

}  // namespace stage
