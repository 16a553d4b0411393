#pragma once
#include <string>
#include <vector>

namespace lessons {

/// Something in a page that is not, or no longer, true.
struct Finding {
  std::string file;  // from the root of the kata
  int line = 0;
  std::string what;
  std::string expected;  // one line or several; both empty: `what` says it all
  std::string found;
  std::string mend;  // a command; empty: a person has to edit the page
};

/// The finding as it is printed: `file:line: what`, then what was expected and what was found, in
/// long texts only where they part, and at last how to mend it. `program` is how the check itself
/// is called.
std::string to_text(const Finding& finding, const std::string& program);

}  // namespace lessons
