#include "http/client/url.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace http::detail {
namespace {

std::unexpected<std::error_code> error(std::errc why) {
  return std::unexpected(std::make_error_code(why));
}

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(),
                    [](char wanted, unsigned char c) { return wanted == std::tolower(c); });
}

bool is_port(std::string_view text) {
  unsigned value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  return wrong == std::errc() && end == text.data() + text.size() && value >= 1 && value <= 65'535;
}

}  // namespace

std::expected<Url, std::error_code> parse_url(std::string_view text) {
  if (starts_with_ignoring_case(text, "https://")) return error(std::errc::protocol_not_supported);
  constexpr std::string_view scheme = "http://";
  if (!starts_with_ignoring_case(text, scheme)) return error(std::errc::invalid_argument);
  const bool printable =
      std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
  if (!printable) return error(std::errc::invalid_argument);
  text.remove_prefix(scheme.size());
  text = text.substr(0, text.find('#'));

  Url url;
  const std::size_t target = std::min(text.find_first_of("/?"), text.size());
  url.authority = text.substr(0, target);
  if (target < text.size()) url.target = text.substr(target);
  if (url.target.front() == '?') url.target.insert(0, 1, '/');
  if (url.authority.contains('@')) return error(std::errc::invalid_argument);

  std::string_view host = url.authority;
  const std::size_t bracket = host.starts_with('[') ? host.find(']') : 0;
  if (bracket == std::string_view::npos) return error(std::errc::invalid_argument);
  if (const std::size_t colon = host.find(':', bracket); colon != std::string_view::npos) {
    url.port = host.substr(colon + 1);
    host = host.substr(0, colon);
  }
  if (bracket != 0 && host.size() != bracket + 1) return error(std::errc::invalid_argument);
  if (bracket != 0) host = host.substr(1, bracket - 1);
  if (host.empty() || !is_port(url.port)) return error(std::errc::invalid_argument);
  url.host = host;
  return url;
}

}  // namespace http::detail
