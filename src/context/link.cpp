#include "context/detail/link.h"

#include <optional>
#include <ostream>
#include <utility>

#include "context/detail/time_source.h"

namespace context::inline v1 {
namespace detail {
namespace {

/// Below a context that a foreign token ends. Its owners are all who hold that context.
class LinkNode final : public Node {
 public:
  LinkNode(Node* above, OwnedCall call) noexcept : Node(above), call_(std::move(call)) {}

  void print(std::ostream& out) const override { out << ".from(stop_token)"; }

 private:
  OwnedCall call_;
};

/// Gives back the share of an echo's owner. With it may go a merged context that has an echo, and
/// so on: one after the other, not by recursion.
void release_owned(EchoNode* echo) noexcept {
  constinit thread_local EchoNode** to_release = nullptr;
  if (to_release != nullptr) {
    echo->next_released = std::exchange(*to_release, echo);
    return;
  }
  to_release = &echo;
  while (EchoNode* const next = echo) {
    echo = next->next_released;
    release(next);
  }
  to_release = nullptr;
}

/// Below a merged context. Its owners are all who hold that context.
class MergeNode final : public Node {
 public:
  MergeNode(Node* above, CancelFunc ends) noexcept : Node(above), ends_(std::move(ends)) {}
  MergeNode(const MergeNode&) = delete;
  MergeNode& operator=(const MergeNode&) = delete;
  ~MergeNode() override {
    ends_ = {};
    if (echo_ == nullptr) return;
    echo_->end(Errc::canceled, Errc::canceled);
    release_owned(echo_);
  }

  /// Lets the context end with `second`. To be called once; may throw std::bad_alloc.
  void end_with(const Context& second) {
    echo_ = make_below<EchoNode>(second.node(), *scope);
    echo_->join();
    const std::uint8_t why = echo_->ended();
    if (why != 0) scope->end(static_cast<Errc>(why), echo_->cause);
  }

  void print(std::ostream& out) const override {
    out << ".merge(" << Context(Ref::share(echo_->parent)) << ')';
  }

 private:
  CancelFunc ends_;
  EchoNode* echo_ = nullptr;
};

}  // namespace

Context keep(const Context& ends, OwnedCall call) {
  return Context(Ref::adopt(make_below<LinkNode>(ends.node(), std::move(call))));
}

}  // namespace detail

namespace {

/// The scope of a context; null when nothing can end it.
detail::CancelNode* scope_of(const Context& ctx) noexcept {
  return ctx.node() == nullptr ? nullptr : ctx.node()->scope;
}

/// Makes `scope`, which nobody else has seen yet, tell the deadline of `other` if it is earlier.
void tell_deadline_of(const Context& other, detail::CancelNode& scope) {
  const Clock::time_point deadline = other.deadline().value_or(Clock::time_point::max());
  if (deadline >= scope.deadline) return;
  if (&detail::time_of(other.node()) != &detail::time_of(&scope)) return;
  scope.deadline = deadline;
}

}  // namespace

Context from(std::stop_token token) {
  return detail::end_with<std::stop_callback>(std::move(token));
}

Context merge(const Context& first, const Context& second) {
  const bool first_says_it_all = scope_of(second) == nullptr || scope_of(first) == scope_of(second);
  if (first_says_it_all || first.err()) return first;
  auto [ends, cancel] = with_cancel(first);
  tell_deadline_of(second, *scope_of(ends));
  auto* const node = detail::make_below<detail::MergeNode>(ends.node(), std::move(cancel));
  Context merged(detail::Ref::adopt(node));
  node->end_with(second);
  return merged;
}

}  // namespace context::inline v1
