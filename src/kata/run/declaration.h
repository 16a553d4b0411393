#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// What a wrong answer says of itself in its first line:
///   // <what is wrong>. Caught by: Suite.name, Suite.name; perhaps others
/// `perhaps others`: its own threads race, and so at times other tests catch it, too.
struct Declaration {
  std::string what;
  std::vector<std::string> caught_by;  // sorted; at least one
  bool perhaps_others = false;
};

/// Reads the first line of `source`; else says in a sentence what is amiss with it.
std::expected<Declaration, std::string> read_declaration(std::string_view source);

}  // namespace kata
