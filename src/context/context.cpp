#include "context/context.h"

#include <memory>
#include <ostream>

namespace context {
namespace {

struct Todo final : detail::Node {
  void print(std::ostream& out) const override { out << "todo"; }
};

/// Never destroyed: static objects may use it from their destructors.
union Immortal {
  constexpr Immortal() noexcept : node() {}
  // NOLINTNEXTLINE(modernize-use-equals-default): the defaulted one would be deleted
  ~Immortal() {}
  Todo node;
};
constinit Immortal todo_node;

/// A node of type T below `parent`, part of its tree, or the root of a new one.
template <class T, class... Args>
T* derive(const Context& parent, Args... args) {
  detail::Node* const above = parent.node();
  if (above == nullptr || above->scope == nullptr) return new detail::Root<T>(above, args...);
  return new T(above, above->scope->lock, args...);
}

/// Takes over the two shares that the node starts with.
Derived hand_out(detail::CancelNode* node) noexcept {
  return {Context(detail::Ref::adopt(node)), CancelFunc(node)};
}

}  // namespace

std::stop_token Context::done() const {
  detail::CancelNode* const scope = this->scope();
  return scope == nullptr ? std::stop_token() : scope->token();
}

Context todo() noexcept { return Context(detail::Ref::share(&todo_node.node)); }

Derived with_cancel(const Context& parent) {
  auto* const node = derive<detail::CancelNode>(parent);
  node->join();
  return hand_out(node);
}

}  // namespace context
