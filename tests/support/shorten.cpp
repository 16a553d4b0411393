#include "support/shorten.h"

namespace stage {
namespace {

/// The beginning of the character that the byte at `at` belongs to.
std::size_t boundary(std::string_view text, std::size_t at) {
  const auto continues = [](char byte) { return (static_cast<unsigned char>(byte) >> 6U) == 2; };
  for (int i = 0; i < 3 && at > 0 && continues(text[at]); ++i) --at;
  return at;
}

}  // namespace

std::string shortened(std::string_view text, std::size_t most) {
  constexpr std::size_t note = 40;  // what is no longer than this isn't worth a note
  if (text.size() <= most + note) return std::string(text);
  const std::size_t head = boundary(text, most - most / 3);
  const std::size_t tail = boundary(text, text.size() - most / 3);
  return std::string(text.substr(0, head)) + "[... " + std::to_string(tail - head) +
         " bytes are left out ...]" + std::string(text.substr(tail));
}

}  // namespace stage
