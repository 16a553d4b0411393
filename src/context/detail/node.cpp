#include "context/detail/node.h"

namespace context::inline v1::detail {

void destroy(Node* node) noexcept {
  while (node != nullptr) {
    Node* const parent = node->parent;
    delete node;
    node = parent != nullptr && parent->drop() ? parent : nullptr;
  }
}

}  // namespace context::inline v1::detail
