#include "support/points/budget.h"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace stage::points {
namespace {

constexpr int unless_said_otherwise = 80;
constexpr int most_in_a_scene = 20;
constexpr int no_limit = std::numeric_limits<int>::max();

int read_most() {
  const char* const variable = std::getenv("KATA_HOLDS");
  const std::string_view text = variable == nullptr ? "" : variable;
  if (text == "all") return no_limit;
  int number = unless_said_otherwise;
  std::from_chars(text.begin(), text.end(), number);
  return number;
}

int most() {
  static const int number = read_most();
  return number;
}

int tried = 0;
int left = 0;

}  // namespace

bool Budget::allows(const Hold& hold) {
  const int limit = most();
  const bool allowed = limit == no_limit || (tried < limit && tried_here_ < most_in_a_scene &&
                                             tried_.emplace(hold.where, hold.events).second);
  ++(allowed ? tried : left);
  if (allowed) ++tried_here_;
  return allowed;
}

bool Budget::is_unlimited() { return most() == no_limit; }

std::string what_was_tried() {
  if (tried + left == 0) return "";
  return "holds " + std::to_string(tried) + " " + std::to_string(tried + left);
}

}  // namespace stage::points
