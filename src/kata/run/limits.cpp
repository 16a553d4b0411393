#include "kata/run/limits.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace kata {
namespace {

constexpr int longest = 24 * 60 * 60;

std::expected<std::chrono::seconds, std::string> limit_in(const char* name,
                                                          std::chrono::seconds usual) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return usual;
  const std::string_view text(value);
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc{} && end == text.data() + text.size() && seconds >= 1 &&
      seconds <= longest) {
    return std::chrono::seconds(seconds);
  }
  return std::unexpected(std::string(name) + " is '" + value +
                         "'; it must be a whole number of seconds, from 1 to " +
                         std::to_string(longest) + ".");
}

}  // namespace

std::expected<Limits, std::string> limits_from_environment() {
  Limits limits;
  const auto tests = limit_in("KATA_TIME_LIMIT", limits.tests);
  if (!tests) return std::unexpected(tests.error());
  const auto compiler = limit_in("KATA_BUILD_LIMIT", limits.compiler);
  if (!compiler) return std::unexpected(compiler.error());
  return Limits{*tests, *compiler};
}

}  // namespace kata
