#include "lessons/text.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "kata/files.h"

namespace lessons {
namespace {

bool is_blank(std::string_view line) { return trimmed(line).empty(); }

/// How many bytes the UTF-8 sequence at the beginning of `text` has; 0 if it isn't one.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80                       ? 1
                             : byte(0) >= 0xC2 && byte(0) <= 0xDF ? 2
                             : (byte(0) & 0xF0U) == 0xE0          ? 3
                             : byte(0) >= 0xF0 && byte(0) <= 0xF4 ? 4
                                                                  : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  const bool overlong = (byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xF0 && byte(1) < 0x90);
  const bool surrogate = byte(0) == 0xED && byte(1) > 0x9F;
  const bool too_large = byte(0) == 0xF4 && byte(1) > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  const std::vector<std::string_view> lines = kata::lines_of(text);
  return {lines.begin(), lines.end()};
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  for (;;) {
    const std::size_t end = text.find(separator);
    pieces.emplace_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> dedented(std::vector<std::string> lines) {
  while (!lines.empty() && is_blank(lines.back())) lines.pop_back();
  const auto first = std::find_if_not(lines.begin(), lines.end(), is_blank);
  lines.erase(lines.begin(), first);

  std::size_t common = std::string::npos;
  for (const std::string& line : lines) {
    if (!is_blank(line)) common = std::min(common, line.find_first_not_of(' '));
  }
  for (std::string& line : lines) line.erase(0, std::min(common, line.size()));
  return lines;
}

std::optional<int> first_line_not_utf8(std::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return line;
    if (text.front() == '\n') ++line;
    text.remove_prefix(length);
  }
  return std::nullopt;
}

std::expected<std::string, std::string> read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return std::unexpected(path.string() + " does not exist");
  }
  auto text = kata::read_file(path);
  if (!text) return std::unexpected("can't read " + path.string());
  return *std::move(text);
}

std::expected<void, std::string> write_file(const std::filesystem::path& path,
                                            std::string_view text) {
  const std::error_code error = kata::replace_file(path, text);
  if (!error) return {};
  return std::unexpected("can't write " + path.string() + ": " + error.message());
}

}  // namespace lessons
