#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// What a wrong answer says of itself in its first line:
///   // <what is wrong>. Caught by: Suite.name, Suite.name; perhaps Suite.name
/// After `perhaps` stand tests that catch it only at times, since its own threads race.
struct Declaration {
  std::string what;
  std::vector<std::string> caught_by;     // sorted; at least one
  std::vector<std::string> perhaps = {};  // sorted
};

/// Reads the first line of `source`; else says in a sentence what is amiss with it.
std::expected<Declaration, std::string> read_declaration(std::string_view source);

}  // namespace kata
