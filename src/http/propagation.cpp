#include "http/propagation.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <random>
#include <string_view>
#include <utility>

namespace http {
namespace {

using std::chrono::milliseconds;

bool is_hexadecimal(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_id(std::string_view text) {
  return is_hexadecimal(text) && text.find_first_not_of('0') != std::string_view::npos;
}

/// Not 0, which means none.
std::string new_id(std::size_t digits) {
  thread_local std::mt19937_64 random{std::random_device{}()};
  std::string id;
  do {
    id.clear();
    while (id.size() < digits) id += "0123456789abcdef"[random() % 16];
  } while (!is_id(id));
  return id;
}

/// 00-ID-CALL-FLAGS. Later versions may have more behind these.
Trace trace_of(std::string_view text) {
  const bool form = text.size() >= 55 && text[2] == '-' && text[35] == '-' && text[52] == '-' &&
                    is_hexadecimal(text.substr(0, 2)) && is_id(text.substr(3, 32)) &&
                    is_id(text.substr(36, 16)) && is_hexadecimal(text.substr(53, 2));
  const std::string_view version = text.substr(0, 2);
  const bool more = text.size() > 55 && version != "00" && text[55] == '-';
  if (!form || !(text.size() == 55 || more) || version == "ff")
    return {.id = new_id(32), .call = new_id(16)};
  return {.id = std::string(text.substr(3, 32)),
          .call = new_id(16),
          .flags = std::string(text.substr(53, 2))};
}

std::optional<milliseconds> time_left(std::string_view text) {
  unsigned value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = wrong == std::errc() && end == text.data() + text.size();
  if (!whole || text.size() > 9) return std::nullopt;
  return milliseconds(value);
}

}  // namespace

Handler continued(Handler next) {
  return [next = std::move(next)](ResponseWriter& response, const Request& request) {
    const auto ctx = context::with_value<TraceOfRequest>(
        request.context(), trace_of(request.header.get("traceparent")));
    const auto time = time_left(request.header.get("X-Timeout-Ms"));
    if (!time) return next(response, request.with_context(ctx));
    const auto limited = context::with_timeout(ctx, *time);
    next(response, request.with_context(limited.ctx));
  };
}

void carry(const context::Context& ctx, Header& header, context::Clock::time_point now) {
  if (const Trace* const trace = ctx.value<TraceOfRequest>()) {
    header.set("traceparent", "00-" + trace->id + '-' + trace->call + '-' + trace->flags);
  }
  if (const auto deadline = ctx.deadline()) {
    const auto left = std::chrono::floor<milliseconds>(*deadline - now);
    header.set("X-Timeout-Ms", std::to_string(std::max(left, milliseconds(0)).count()));
  }
}

}  // namespace http
