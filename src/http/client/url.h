#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <system_error>

namespace http::detail {

/// The parts of http://host:port/path?query.
struct Url {
  std::string host;  ///< without the brackets of an IPv6 address
  std::string port = "80";
  std::string authority;     ///< host and port as they were written: the Host field
  std::string target = "/";  ///< path and query
};

/// Errors: std::errc::invalid_argument; std::errc::protocol_not_supported for https.
std::expected<Url, std::error_code> parse_url(std::string_view text);

}  // namespace http::detail
