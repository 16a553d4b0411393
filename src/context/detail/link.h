#pragma once
/// What ties a context to something that is not its parent. Not for users of the library.

#include <atomic>
#include <iosfwd>
#include <memory>
#include <stop_token>
#include <utility>

#include "context/context.h"

namespace context::inline v1::detail {

/// Ends a context of its own when something foreign ends. What that is, and how one hears of it, is
/// for the derived class, which calls pull() from its callback.
///
/// It belongs to a LinkNode, and goes when that does: at once when the callback is not running,
/// else when the callback is through. So neither waits for the other, and whoever drops the last
/// handle of a context may hold any lock.
class Link {
 public:
  explicit Link(Derived ends) noexcept : ends_(std::move(ends)) {}
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  [[nodiscard]] Node* node() const noexcept { return ends_.ctx.node(); }

  /// Writes what the link leads to, such as "stop_token".
  virtual void print(std::ostream& out) const = 0;

  /// Ends the context, if nobody has, and lets go of the link. To be called once.
  void cut() noexcept;

 protected:
  /// The derived class declares its registration as the last member: it is the first to go.
  virtual ~Link() = default;

  /// To be called at most once, as the last that the callback does: the link may be gone
  /// afterwards.
  void pull(Errc why, std::error_code cause) noexcept;

 private:
  enum class State { idle, running, over, cut };

  Derived ends_;
  std::atomic<State> state_{State::idle};
};

struct CutLink {
  void operator()(Link* link) const noexcept { link->cut(); }
};
using OwnedLink = std::unique_ptr<Link, CutLink>;

/// The handle that keeps `link`: the context which the link ends, and the link with it.
[[nodiscard]] Context keep(OwnedLink link);

/// A link to a token; `Registration` is a stop callback that calls a Run.
template <template <class> class Registration>
class TokenLink final : public Link {
 public:
  template <class Token>
  TokenLink(Derived ends, Token token)
      : Link(std::move(ends)), registration_(std::move(token), Run{this}) {}

  void print(std::ostream& out) const override;

 private:
  struct Run {
    TokenLink* link;
    void operator()() const noexcept { link->pull(Errc::canceled, Errc::canceled); }
  };

  Registration<Run> registration_;
};

void print_token(std::ostream& out);

template <template <class> class Registration>
void TokenLink<Registration>::print(std::ostream& out) const {
  print_token(out);
}

}  // namespace context::inline v1::detail
