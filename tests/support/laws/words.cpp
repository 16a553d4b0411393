#include "support/laws/words.h"

#include <array>
#include <cstddef>
#include <cstdio>

namespace stage::laws {
namespace {

/// Of a longer text, only the beginning is shown.
constexpr std::size_t most = 40;

std::string printable(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  if (letter == '\n') return "\\n";
  if (byte >= 0x20 && byte != 0x7f) return {letter};
  std::array<char, 8> code{};
  std::snprintf(code.data(), code.size(), "\\x%02x", byte);
  return code.data();
}

}  // namespace

std::string shown(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text.substr(0, most)) quoted += printable(letter);
  if (text.size() > most) quoted += "...";
  quoted += '"';
  if (text.size() > most) quoted += " (" + std::to_string(text.size()) + " bytes)";
  return quoted;
}

}  // namespace stage::laws
