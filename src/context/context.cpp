#include "context/context.h"

#include <memory>
#include <ostream>

#include "context/detail/time_source.h"

namespace context::inline v1 {
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
  if (above == nullptr || above->scope == nullptr) {
    return detail::make_below<detail::Root<T>>(above, args...);
  }
  return detail::make_below<T>(above, above->scope->tree, args...);
}

/// Takes over the two shares that the node starts with.
Derived hand_out(detail::CancelNode* node) noexcept {
  return {Context(detail::Ref::adopt(node)), CancelFunc(node)};
}

/// True when a deadline of the chain comes by then.
bool comes_sooner(const Context& parent, Clock::time_point deadline) noexcept {
  const detail::CancelNode* const scope = parent.node() == nullptr ? nullptr : parent.node()->scope;
  return scope != nullptr && scope->deadline <= deadline;
}

Derived derive_deadline(const Context& parent, detail::TimeSource& time, Clock::time_point now,
                        Clock::time_point deadline, std::error_code cause) {
  const bool due = deadline <= now;
  if (!due && (deadline == Clock::time_point::max() || comes_sooner(parent, deadline))) {
    return with_cancel(parent);
  }
  auto* const node = derive<detail::DeadlineNode>(parent, deadline, cause);
  Derived derived = hand_out(node);
  if (due) node->join();
  if (due || !node->join_and_arm(time)) node->end_as_due();
  return derived;
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

Derived with_cancel_cause(const Context& parent) { return with_cancel(parent); }

Derived with_deadline(const Context& parent, Clock::time_point deadline) {
  return with_deadline_cause(parent, deadline, {});
}

Derived with_timeout(const Context& parent, Clock::duration timeout) {
  return with_timeout_cause(parent, timeout, {});
}

Derived with_deadline_cause(const Context& parent, Clock::time_point deadline,
                            std::error_code cause) {
  detail::TimeSource& time = detail::time_of(parent.node());
  return derive_deadline(parent, time, time.now(), deadline, cause);
}

Derived with_timeout_cause(const Context& parent, Clock::duration timeout, std::error_code cause) {
  detail::TimeSource& time = detail::time_of(parent.node());
  const Clock::time_point now = time.now();
  return derive_deadline(parent, time, now, detail::saturating_add(now, timeout), cause);
}

Context without_cancel(const Context& parent) {
  return Context(detail::Ref::adopt(detail::make_below<detail::WithoutCancelNode>(parent.node())));
}

std::error_code cause(const Context& ctx) noexcept {
  const detail::Node* const node = ctx.node();
  if (node == nullptr || node->scope == nullptr || node->scope->ended() == 0) return {};
  return node->scope->cause;
}

}  // namespace context::inline v1
