#pragma once
#include <string>

/// What each of the answers says.
std::string answer();

/// Has a member to define, which can't be done in a namespace.
struct Speaker {
  virtual ~Speaker() = default;
  [[nodiscard]] virtual std::string word() const { return "from the contract"; }
  [[nodiscard]] std::string second_word() const;
};
