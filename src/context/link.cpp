#include "context/detail/link.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

#include "context/detail/time_source.h"

namespace context::inline v1 {
namespace detail {
namespace {

/// Below the context that the link ends. Its owners are all who hold that context.
class LinkNode final : public Node {
 public:
  LinkNode(Node* above, OwnedLink link) noexcept : Node(above), link_(std::move(link)) {}

  void print(std::ostream& out) const override { link_->print(out); }

 private:
  OwnedLink link_;
};

/// A link to another context.
class ContextLink final : public Link {
 public:
  ContextLink(Derived ends, const Context& other)
      : Link(std::move(ends)), other_(other), registration_(other.done(), Run{this}) {}

  void print(std::ostream& out) const override { out << ".merge(" << other_ << ')'; }

 private:
  struct Run {
    ContextLink* link;
    void operator()() const noexcept {
      const CancelNode& other = *link->other_.node()->scope;
      link->pull(static_cast<Errc>(other.ended()), other.cause);
    }
  };

  const Context other_;
  const std::stop_callback<Run> registration_;
};

}  // namespace

void Link::pull(Errc why, std::error_code because) noexcept {
  State expected = State::idle;
  if (!state_.compare_exchange_strong(expected, State::running)) return;
  node()->scope->end(why, because);
  if (state_.exchange(State::over) == State::cut) delete this;
}

void Link::cut() noexcept {
  if (state_.exchange(State::cut) != State::running) delete this;
}

Context keep(OwnedLink link) {
  Node* const ends = link->node();
  return Context(Ref::adopt(make_below<LinkNode>(ends, std::move(link))));
}

void print_token(std::ostream& out) { out << ".from(stop_token)"; }

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
  scope.deadline_is_told = true;
}

}  // namespace

Context from(std::stop_token token) {
  if (!token.stop_possible()) return background();
  using Link = detail::TokenLink<std::stop_callback>;
  return detail::keep(detail::OwnedLink(new Link(with_cancel(background()), std::move(token))));
}

Context merge(const Context& first, const Context& second) {
  const bool first_says_it_all = scope_of(second) == nullptr || scope_of(first) == scope_of(second);
  if (first_says_it_all || first.err()) return first;
  Derived both = with_cancel(first);
  tell_deadline_of(second, *scope_of(both.ctx));
  // A link that is pulled in its own constructor is not cut yet, so it does not go: the analyzer
  // cannot know. NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDelete)
  return detail::keep(detail::OwnedLink(new detail::ContextLink(std::move(both), second)));
}

}  // namespace context::inline v1
