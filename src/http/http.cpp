#include "http/http.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <ranges>
#include <utility>

namespace http {
namespace {

char lower(char c) noexcept {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::expected<std::string, std::error_code> unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned char byte = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) {
      return std::unexpected(std::make_error_code(std::errc::invalid_argument));
    }
    plain += static_cast<char>(byte);
    i += 2;
  }
  return plain;
}

/// Whether a Content-Type, which may have parameters, is that of a form.
bool is_form(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  type = type.substr(0, type.find_last_not_of(" \t") + 1);
  return std::ranges::equal(type, std::string_view("application/x-www-form-urlencoded"), {}, lower,
                            lower);
}

/// The value of `name` in `a=1&b=2`; none when there is no such field.
std::expected<std::optional<std::string>, std::error_code> find_field(std::string_view form,
                                                                      std::string_view name) {
  for (const auto part : std::views::split(form, '&')) {
    const std::string_view field(part.begin(), part.end());
    const std::size_t equals = std::min(field.find('='), field.size());
    const auto key = unescape(field.substr(0, equals));
    if (!key) return std::unexpected(key.error());
    if (*key != name || field.empty()) continue;
    const auto value = unescape(field.substr(std::min(equals + 1, field.size())));
    if (!value) return std::unexpected(value.error());
    return *value;
  }
  return std::nullopt;
}

}  // namespace

bool Header::IgnoringCase::operator()(std::string_view left,
                                      std::string_view right) const noexcept {
  return std::ranges::lexicographical_compare(left, right, {}, lower, lower);
}

void Header::set(std::string_view name, std::string_view value) {
  decltype(fields_)::value_type field(name, value);  // either may be part of what is deleted
  del(field.first);
  fields_.insert(std::move(field));
}

void Header::add(std::string_view name, std::string_view value) { fields_.emplace(name, value); }

void Header::del(std::string_view name) {
  const auto [first, last] = fields_.equal_range(name);
  fields_.erase(first, last);
}

std::string Header::get(std::string_view name) const {
  const auto field = fields_.lower_bound(name);
  return field == fields_.end() || IgnoringCase{}(name, field->first) ? "" : field->second;
}

Request Request::with_context(context::Context ctx) const {
  Request request = *this;
  request.ctx_ = std::move(ctx);
  return request;
}

std::expected<std::string, std::error_code> Request::form_value(std::string_view name) const {
  const std::string_view whole = target;
  const std::size_t question = std::min(whole.find('?'), whole.size());
  const std::string_view query = whole.substr(std::min(question + 1, whole.size()));
  const bool form_in_body = is_form(header.get("Content-Type"));
  for (const std::string_view form : {query, std::string_view(body)}) {
    if (form.data() == body.data() && !form_in_body) continue;
    const auto value = find_field(form, name);
    if (!value) return std::unexpected(value.error());
    if (*value) return **value;
  }
  return std::string();
}

}  // namespace http
