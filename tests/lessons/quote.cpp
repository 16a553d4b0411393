#include "lessons/quote.h"

#include <algorithm>

#include "lessons/part.h"
#include "lessons/text.h"

namespace lessons {

std::expected<std::string, std::string> quotation(const std::string& file, std::string_view source,
                                                  const std::vector<std::string>& parts,
                                                  std::string_view block) {
  if (parts.empty()) return std::string(source);
  const std::string_view start = trimmed(block);
  const bool without_comment =
      !start.empty() && !start.starts_with("//") && !start.starts_with("#");
  std::string text;
  for (const std::string& name : parts) {
    const auto part = find_part(file, source, name);
    if (!part) return std::unexpected(part.error());
    const std::size_t begin = text.empty() && without_comment ? part->begin : part->comment;
    if (!text.empty()) text += '\n';
    text += joined(dedented(lines_of(source.substr(begin, part->end - begin))));
  }
  return text;
}

std::string first_stray_line(std::string_view block, std::string_view source) {
  const std::vector<std::string> wanted = split(trimmed(block), '\n');
  const std::vector<std::string> there = split(source, '\n');
  auto from = there.begin();
  for (auto piece = wanted.begin(); piece != wanted.end();) {
    const auto end = std::find(piece, wanted.end(), "...");
    // The longest beginning of the piece that stands somewhere tells where it goes astray.
    for (auto stop = piece + 1; stop <= end && piece != end; ++stop) {
      if (std::search(from, there.end(), piece, stop) == there.end()) return *(stop - 1);
    }
    from = std::search(from, there.end(), piece, end) + (end - piece);
    piece = end == wanted.end() ? end : end + 1;
  }
  return "";
}

std::expected<std::string, std::string> with_part_replaced(const std::string& file,
                                                           std::string_view source,
                                                           const std::string& part,
                                                           std::string_view text) {
  const auto place = find_part(file, source, part);
  if (!place) return std::unexpected(place.error());
  return std::string(source.substr(0, place->begin)) + std::string(text) +
         std::string(source.substr(place->end));
}

}  // namespace lessons
