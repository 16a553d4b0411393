#pragma once
/// Contexts and the stop tokens of std::execution (senders), both ways:
///
///   const auto token = context::stoppable_token(ctx);  // for the environment of a receiver
///   const auto below = context::from(get_stop_token(get_env(receiver)));  // and back
///
/// C++26 gives std::stop_token itself what the concept std::stoppable_token asks for. Before that,
/// and for stdexec and its like, this header does; nothing else of the library includes it.

#include <concepts>
#include <stop_token>
#include <utility>

#include "context/context.h"
#include "context/detail/link.h"

namespace context::inline v1 {

/// A std::stop_token that also says which class registers its callbacks. Threads and lifetime are
/// those of std::stop_token.
class StoppableToken : public std::stop_token {
 public:
  template <class Callback>
  using callback_type = std::stop_callback<Callback>;

  StoppableToken() noexcept = default;
  explicit StoppableToken(std::stop_token token) noexcept : std::stop_token(std::move(token)) {}
};

/// ctx.done(), in the shape that std::execution asks for. May throw std::bad_alloc, as done() may.
[[nodiscard]] inline StoppableToken stoppable_token(const Context& ctx) {
  return StoppableToken(ctx.done());
}

/// A context that ends when a foreign token is stopped: one of any type that models
/// std::stoppable_token, such as std::inplace_stop_token. All else is as with a std::stop_token:
/// see context.h. What such a token refers to must outlive the context, and all derived from it.
template <class Token>
  requires requires { typename Token::template callback_type<void (*)()>; } &&
           (!std::same_as<Token, std::stop_token>)
[[nodiscard]] Context from(Token token) {
  return detail::end_with<Token::template callback_type>(std::move(token));
}

}  // namespace context::inline v1
