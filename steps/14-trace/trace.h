#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace trace {

/// The key under which a context has the id that follows a request through all the services.
struct Id {
  using value_type = std::string;
};

/// `text`, if that is an id: 32 digits of lower-case hexadecimal, not all of them 0.
inline std::optional<std::string> parse(std::string_view text) {
  const bool digits = text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  const bool zeros = text.find_first_not_of('0') == std::string_view::npos;
  return text.size() == 32 && digits && !zeros ? std::optional(std::string(text)) : std::nullopt;
}

/// The id in a "traceparent": 00-<id>-<16 digits: who calls>-<2 digits: flags>. (Simplified: of
/// all this only the length and the id are checked, and there is no version but 00.)
inline std::optional<std::string> from_traceparent(std::string_view text) {
  if (text.size() != 55 || !text.starts_with("00-") || text[35] != '-') return std::nullopt;
  return parse(text.substr(3, 32));
}

/// The id in an "X-Cloud-Trace-Context": <id> alone, or <id>/<more>.
inline std::optional<std::string> from_cloud_header(std::string_view text) {
  return parse(text.substr(0, text.find('/')));
}

}  // namespace trace
