#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// A value of JSON, as far as our own files go: no number but whole ones.
struct Json {
  enum class Kind : std::uint8_t {
    word,
    string,
    array,
    object
  };  // word: a number, true, false, null
  Kind kind = Kind::word;
  std::string text;                // of a word or a string
  std::vector<Json> items;         // of an array, or the values of an object's members
  std::vector<std::string> names;  // of an object's members, in the same order

  /// The member of this name; null if there is none.
  [[nodiscard]] const Json* find(std::string_view name) const;
  /// The text of the member of this name; empty if there is none.
  [[nodiscard]] std::string text_of(std::string_view name) const;
};

/// Reads one value with nothing behind it; none when it isn't one.
std::optional<Json> read_json(std::string_view text);

/// `text` as a string of JSON. What is no UTF-8 is replaced, so that every reader takes it.
std::string as_json(std::string_view text);

}  // namespace kata
