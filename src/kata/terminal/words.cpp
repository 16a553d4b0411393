#include "kata/terminal/words.h"

#include <algorithm>
#include <cstdint>

namespace kata {
namespace {

constexpr char escape = '\033';

/// How long the escape sequence is that `text` begins with: colours (CSI ... letter) and links (OSC
/// ... ST); 0 if it begins with none.
std::size_t escape_length(std::string_view text) {
  if (text.size() < 2 || text[0] != escape) return 0;
  if (text[1] == ']') {
    const std::size_t end = text.find("\033\\", 2);
    return end == std::string_view::npos ? text.size() : end + 2;
  }
  const std::size_t end =
      text.find_first_of("@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 2);
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t letter_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
    ++length;
  }
  return length;
}

std::uint32_t code_point(std::string_view letter) {
  const auto first = static_cast<unsigned char>(letter.front());
  if (letter.size() == 1) return first;
  std::uint32_t code = first & (0xFFU >> (letter.size() + 1));
  for (const char c : letter.substr(1)) code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

std::size_t columns_of_letter(std::string_view letter) {
  const std::uint32_t code = code_point(letter);
  if (code >= 0x300 && code <= 0x36F) return 0;  // combining
  if (code == 0x200D || (code >= 0xFE00 && code <= 0xFE0F)) return 0;
  const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                    (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                    (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                    (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    std::size_t length = escape_length(text);
    if (length == 0) {
      length = letter_length(text);
      count += columns_of_letter(text.substr(0, length));
    }
    text.remove_prefix(length);
  }
  return count;
}

std::vector<std::string> wrapped(std::string_view line, std::size_t width) {
  if (width == 0 || columns(line) <= width) return {std::string(line)};
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  const std::string margin(indent, ' ');
  std::vector<std::string> lines;
  std::string current = margin;
  bool empty = true;
  line.remove_prefix(indent);
  while (!line.empty()) {
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::size_t next = std::min(line.find_first_not_of(' ', space), line.size());
    const std::string_view word = line.substr(0, space);
    if (!empty && columns(current) + columns(word) > width) {
      current.erase(current.find_last_not_of(' ') + 1);
      lines.push_back(current);
      current = margin;
    }
    current += word;
    current += line.substr(space, next - space);
    empty = false;
    line.remove_prefix(next);
  }
  current.erase(current.find_last_not_of(' ') + 1);
  lines.push_back(current);
  return lines;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string result;
  std::size_t used = 0;
  while (!text.empty()) {
    std::size_t length = escape_length(text);
    if (length == 0) {
      length = letter_length(text);
      const std::size_t more = columns_of_letter(text.substr(0, length));
      if (used + more > width) break;
      used += more;
    }
    result += text.substr(0, length);
    text.remove_prefix(length);
  }
  return result + std::string(width - used, ' ');
}

}  // namespace kata
