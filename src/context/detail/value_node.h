#pragma once
/// The nodes that carry a value. Not for users of the library.

#include <iosfwd>
#include <string_view>
#include <type_traits>
#include <utility>

#include "context/detail/node.h"

namespace context::inline v1::detail {

/// A key is a type; what tells two of them apart at run time is the address of this. Not const: a
/// linker that folds equal constants would make one key of two.
struct KeyInfo {
  std::string_view name;
};

/// The name of `Key` as the compiler spells it: "TraceId", "http::TraceId".
template <class Key>
constexpr std::string_view type_name() noexcept {
  constexpr std::string_view signature = __PRETTY_FUNCTION__;
  constexpr std::string_view before = "Key = ";
  constexpr std::size_t start = signature.find(before) + before.size();
  return signature.substr(start, signature.find_first_of(";]", start) - start);
}

template <class Key>
inline constinit KeyInfo key_info{type_name<Key>()};

/// What a key says about its value; or a message that says what is wrong with the key.
template <class Key, class = void>
struct KeyTraits {
  static_assert(sizeof(Key) == 0,
                "a context key is a type with a value_type, such as: "
                "struct TraceId { using value_type = std::string; };");
  using Value = int;
};

template <class Key>
struct KeyTraits<Key, std::void_t<typename Key::value_type>> {
  using Value = typename Key::value_type;
  static_assert(std::is_object_v<Value> && !std::is_array_v<Value> && !std::is_const_v<Value>,
                "the value_type of a context key must be a type to keep by value, not a reference, "
                "an array or const; take std::string for text");
};

template <class Key>
using ValueType = typename KeyTraits<Key>::Value;

struct ValueNode : Node {
  ValueNode(Node* above, const KeyInfo& key_of_value) noexcept
      : Node(above), outer(values), key(&key_of_value) {
    values = this;
  }

  void print(std::ostream& out) const override;

  ValueNode* const outer;  ///< the next value up the chain: a look-up skips all else
  const KeyInfo* const key;
};

template <class Key>
struct ValueNodeOf final : ValueNode {
  ValueNodeOf(Node* above, ValueType<Key>&& given)
      : ValueNode(above, key_info<Key>), value(std::move(given)) {}

  const ValueType<Key> value;
};

}  // namespace context::inline v1::detail
