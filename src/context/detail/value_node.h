#pragma once
/// The nodes that carry a value. Not for users of the library.

#include <cstdint>
#include <iosfwd>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "context/detail/node.h"

namespace context::inline v1::detail {

/// The name of `Key` as the compiler spells it: "TraceId", "http::TraceId".
template <class Key>
constexpr std::string_view type_name() noexcept {
  constexpr std::string_view signature = __PRETTY_FUNCTION__;
  constexpr std::string_view before = "Key = ";
  constexpr std::size_t start = signature.find(before) + before.size();
  return signature.substr(start, signature.find_first_of(";]", start) - start);
}

/// What keys are told apart by, mostly: FNV-1a of the name.
template <class Key>
consteval std::uint32_t hash_of_key() noexcept {
  std::uint32_t hash = 2166136261U;
  for (const char character : type_name<Key>()) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 16777619U;
  }
  return hash;
}

/// Stands for a key and the type of its value at run time: by a name of its own for each.
template <class Key, class Value>
struct KeyAndValue {};

/// The same type, though perhaps in another shared object. By name, as std::type_info does it; but
/// types of unnamed namespaces share names, and then each is its own.
[[nodiscard]] bool same_type(const std::type_info& one, const std::type_info& other) noexcept;

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

template <class Key>
const std::type_info& type_of_key() noexcept {
  return typeid(KeyAndValue<Key, ValueType<Key>>);
}

struct ValueNode : Node {
  ValueNode(Node* above, std::uint32_t hash_of_its_key, const std::type_info& its_key) noexcept
      : Node(above), hash(hash_of_its_key), key(&its_key), outer(values) {
    values = this;
  }

  /// No symbol of it is unique in the process: so a plug-in with a key can be unloaded.
  template <class Key>
  [[nodiscard]] bool is() const noexcept {
    return hash == hash_of_key<Key>() &&
           (key == &type_of_key<Key>() || same_type(*key, type_of_key<Key>()));
  }

  void print(std::ostream& out) const override;
  [[nodiscard]] virtual std::string_view name_of_key() const noexcept = 0;

  const std::uint32_t hash;
  const std::type_info* const key;
  ValueNode* const outer;  ///< the next value up the chain: a look-up skips all else
};

template <class Key>
struct ValueNodeOf final : ValueNode {
  ValueNodeOf(Node* above, ValueType<Key>&& given)
      : ValueNode(above, hash_of_key<Key>(), type_of_key<Key>()), value(std::move(given)) {}

  [[nodiscard]] std::string_view name_of_key() const noexcept override { return type_name<Key>(); }

  const ValueType<Key> value;
};

}  // namespace context::inline v1::detail
