#include "context/detail/value_node.h"

#include <cstring>

namespace context::inline v1::detail {

bool same_type(const std::type_info& one, const std::type_info& other) noexcept {
  // g++ marks the names of types without linkage, and its type_info heeds the mark; clang doesn't.
  return one == other && (&one == &other || std::strstr(one.name(), "_GLOBAL__N_") == nullptr);
}

}  // namespace context::inline v1::detail
