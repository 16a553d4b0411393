#include "kata/run/declaration.h"

#include <algorithm>

#include "kata/base/text.h"

namespace kata {
namespace {

bool is_test_name(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot != std::string_view::npos && dot > 0 && dot + 1 < name.size() &&
         name.find_first_of(" \t") == std::string_view::npos && name.back() != '.';
}

}  // namespace

std::expected<Declaration, std::string> read_declaration(std::string_view source) {
  constexpr std::string_view caught_by = "Caught by:";
  constexpr std::string_view perhaps_others = "; perhaps others";
  std::string_view line = source.substr(0, source.find('\n'));
  if (!line.starts_with("//")) return std::unexpected("the first line is not a // comment");
  line = trimmed(line.substr(2));

  const std::size_t at = line.find(caught_by);
  if (at == std::string_view::npos) return std::unexpected("the first line has no 'Caught by:'");
  Declaration result{std::string(trimmed(line.substr(0, at))), {}};
  if (result.what.empty()) {
    return std::unexpected("the first line does not say what is wrong with the answer");
  }

  std::string_view names = trimmed(line.substr(at + caught_by.size()));
  result.perhaps_others = names.ends_with(perhaps_others);
  if (result.perhaps_others) names.remove_suffix(perhaps_others.size());
  while (true) {
    const std::size_t comma = names.find(',');
    const std::string_view name = trimmed(names.substr(0, comma));
    if (!is_test_name(name)) {
      return std::unexpected("'" + std::string(name) + "' is not a test's name (Suite.name)");
    }
    if (std::ranges::find(result.caught_by, name) != result.caught_by.end()) {
      return std::unexpected("'" + std::string(name) + "' is named twice");
    }
    result.caught_by.emplace_back(name);
    if (comma == std::string_view::npos) break;
    names.remove_prefix(comma + 1);
  }
  std::ranges::sort(result.caught_by);
  return result;
}

}  // namespace kata
