#pragma once
#include <string>
#include <string_view>

/// For what has happened, line by line. Thread-safe.
class Log {
 public:
  virtual ~Log() = default;

  /// Adds one line, as it is, to a file with one line for each event. Doesn't block.
  virtual void add(std::string_view line) = 0;
};

/// The same text with \xNN for each byte that isn't printable ASCII, and for the backslash. What is
/// a single line for us is then one for whoever reads the log, too.
inline std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const char c : text) {
    if (c >= ' ' && c <= '~' && c != '\\') {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result.append("\\x").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
  }
  return result;
}
