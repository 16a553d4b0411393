#include "kata/base/json.h"

#include <algorithm>
#include <charconv>

#include "kata/base/text.h"

namespace kata {
namespace {

constexpr int deepest = 50;

void append_utf8(std::string& text, unsigned code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0U | code >> 6U);
    text += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    text += static_cast<char>(0xE0U | code >> 12U);
    text += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    text += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : rest_(text) {}

  std::optional<Json> read() {
    std::optional<Json> value = value_at(0);
    if (value && !trimmed(rest_).empty()) return std::nullopt;
    return value;
  }

 private:
  /// Takes `c`, after white space, if it comes next.
  bool take(char c) {
    const std::size_t at = rest_.find_first_not_of(" \t\r\n");
    if (at == std::string_view::npos || rest_[at] != c) return false;
    rest_.remove_prefix(at + 1);
    return true;
  }

  std::optional<Json> value_at(int depth) {
    if (depth > deepest) return std::nullopt;
    if (take('{')) return object(depth);
    if (take('[')) return array(depth);
    if (take('"')) return string();
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    const std::size_t end = std::min(rest_.find_first_of(",]} \t\r\n"), rest_.size());
    if (end == 0) return std::nullopt;
    Json word{Json::Kind::word, std::string(rest_.substr(0, end)), {}, {}};
    rest_.remove_prefix(end);
    return word;
  }

  std::optional<Json> object(int depth) {
    Json result{Json::Kind::object, "", {}, {}};
    if (take('}')) return result;
    do {
      if (!take('"')) return std::nullopt;
      const auto name = string();
      if (!name || !take(':')) return std::nullopt;
      auto value = value_at(depth + 1);
      if (!value) return std::nullopt;
      result.names.push_back(name->text);
      result.items.push_back(*std::move(value));
    } while (take(','));
    return take('}') ? std::optional(std::move(result)) : std::nullopt;
  }

  std::optional<Json> array(int depth) {
    Json result{Json::Kind::array, "", {}, {}};
    if (take(']')) return result;
    do {
      auto value = value_at(depth + 1);
      if (!value) return std::nullopt;
      result.items.push_back(*std::move(value));
    } while (take(','));
    return take(']') ? std::optional(std::move(result)) : std::nullopt;
  }

  std::optional<Json> string() {
    Json result{Json::Kind::string, "", {}, {}};
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return result;
      if (c != '\\') {
        result.text += c;
        continue;
      }
      if (!escape(result.text)) return std::nullopt;
    }
    return std::nullopt;
  }

  bool escape(std::string& text) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (rest_.empty()) return false;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (const std::size_t at = letters.find(c); at != std::string_view::npos) {
      text += meanings[at];
      return true;
    }
    unsigned code = 0;
    if (c != 'u' || rest_.size() < 4) return false;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + 4, code, 16);
    if (error != std::errc{} || end != rest_.data() + 4) return false;
    rest_.remove_prefix(4);
    append_utf8(text, code);
    return true;
  }

  std::string_view rest_;
};

/// How many bytes the letter of UTF-8 has that `text` begins with; 0: it begins with none.
std::size_t letter(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  const bool whole = std::ranges::all_of(text.substr(1, length - 1), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
  });
  return whole ? length : 0;
}

}  // namespace

const Json* Json::find(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? nullptr : &items[static_cast<std::size_t>(found - names.begin())];
}

std::string Json::text_of(std::string_view name) const {
  const Json* member = find(name);
  return member == nullptr ? "" : member->text;
}

std::optional<Json> read_json(std::string_view text) { return JsonReader(text).read(); }

std::string as_json(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result = "\"";
  while (!text.empty()) {
    const char c = text.front();
    const std::size_t length = letter(text);
    if (length == 0) {
      result += "\\ufffd";
    } else if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += "\\u00";
      result += digits[static_cast<unsigned char>(c) >> 4U];
      result += digits[static_cast<unsigned char>(c) & 0xFU];
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result + "\"";
}

}  // namespace kata
