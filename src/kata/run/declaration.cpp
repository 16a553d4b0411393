#include "kata/run/declaration.h"

#include <algorithm>
#include <optional>

#include "kata/base/text.h"

namespace kata {
namespace {

bool is_test_name(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot != std::string_view::npos && dot > 0 && dot + 1 < name.size() &&
         name.find_first_of(" \t") == std::string_view::npos && name.back() != '.';
}

/// Appends the list `names` to `names_read`; else says what is amiss.
std::optional<std::string> read_names(std::string_view names, const Declaration& so_far,
                                      std::vector<std::string>& names_read) {
  while (true) {
    const std::size_t comma = names.find(',');
    const std::string_view name = trimmed(names.substr(0, comma));
    if (!is_test_name(name)) {
      return "'" + std::string(name) + "' is not a test's name (Suite.name)";
    }
    if (std::ranges::count(so_far.caught_by, name) + std::ranges::count(so_far.perhaps, name) > 0) {
      return "'" + std::string(name) + "' is named twice";
    }
    names_read.emplace_back(name);
    if (comma == std::string_view::npos) break;
    names.remove_prefix(comma + 1);
  }
  std::ranges::sort(names_read);
  return std::nullopt;
}

}  // namespace

std::expected<Declaration, std::string> read_declaration(std::string_view source) {
  constexpr std::string_view caught_by = "Caught by:";
  constexpr std::string_view perhaps = "perhaps ";
  std::string_view line = source.substr(0, source.find('\n'));
  if (!line.starts_with("//")) return std::unexpected("the first line is not a // comment");
  line = trimmed(line.substr(2));

  const std::size_t at = line.find(caught_by);
  if (at == std::string_view::npos) return std::unexpected("the first line has no 'Caught by:'");
  Declaration result{std::string(trimmed(line.substr(0, at))), {}, {}};
  if (result.what.empty()) {
    return std::unexpected("the first line does not say what is wrong with the answer");
  }

  std::string_view names = line.substr(at + caught_by.size());
  const std::size_t semicolon = names.find(';');
  if (semicolon != std::string_view::npos) {
    const std::string_view rest = trimmed(names.substr(semicolon + 1));
    if (!rest.starts_with(perhaps)) return std::unexpected("after the ';' there is no 'perhaps'");
    if (auto wrong = read_names(rest.substr(perhaps.size()), result, result.perhaps)) {
      return std::unexpected(*wrong);
    }
    names = names.substr(0, semicolon);
  }
  if (auto wrong = read_names(names, result, result.caught_by)) return std::unexpected(*wrong);
  return result;
}

}  // namespace kata
