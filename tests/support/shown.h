#pragma once
#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace stage {

/// `text` as stories and failures show it: quoted, with what can't be printed spelled out, and not
/// longer than a line or two.
inline std::string shown(std::string_view text) {
  constexpr std::size_t most = 120;
  std::string quoted = "\"";
  for (const char letter : text.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '\n') {
      quoted += "\\n";
    } else if (byte >= 0x20 && byte != 0x7f) {
      quoted += letter;
    } else {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\x%02x", byte);
      quoted += code.data();
    }
  }
  if (text.size() <= most) return quoted + '"';
  return quoted + "...\" (" + std::to_string(text.size()) + " bytes)";
}

}  // namespace stage
