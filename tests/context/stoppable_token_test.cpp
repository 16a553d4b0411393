/// context/stoppable_token.h: the concept of std::execution, in its words, and foreign tokens.

#include "context/stoppable_token.h"

#include <concepts>

#include "support.h"

namespace {

// [stoptoken.concepts] of C++26, for compilers that have no std::stoppable_token yet.
template <template <class> class>
struct Exists;

template <class Token>
concept StoppableTokenInWords = requires(const Token token) {
  typename Exists<Token::template callback_type>;
  { token.stop_requested() } noexcept -> std::same_as<bool>;
  { token.stop_possible() } noexcept -> std::same_as<bool>;
  { Token(token) } noexcept;
} && std::copyable<Token> && std::equality_comparable<Token> && std::swappable<Token>;

template <class Callback, class Token, class Initializer = Callback>
concept StoppableCallbackFor =
    std::invocable<Callback> && std::constructible_from<Callback, Initializer> &&
    requires { typename Token::template callback_type<Callback>; } &&
    std::constructible_from<typename Token::template callback_type<Callback>, Token, Initializer> &&
    std::constructible_from<typename Token::template callback_type<Callback>, Token&,
                            Initializer> &&
    std::constructible_from<typename Token::template callback_type<Callback>, const Token,
                            Initializer>;

static_assert(StoppableTokenInWords<context::StoppableToken>);
static_assert(StoppableCallbackFor<void (*)(), context::StoppableToken>);
#if defined(__cpp_lib_senders)
static_assert(std::stoppable_token<context::StoppableToken>);
static_assert(std::stoppable_token<decltype(context::background().done())>);
#endif

/// Nothing that std::stop_token would do for: its source isn't shared, and must outlive it.
struct ForeignToken {
  const std::stop_source* source = nullptr;

  template <class Callback>
  struct callback_type : std::stop_callback<Callback> {
    callback_type(ForeignToken token, Callback callback)
        : std::stop_callback<Callback>(token.source->get_token(), std::move(callback)) {}
  };

  [[nodiscard]] bool stop_requested() const noexcept {
    return stop_possible() && source->stop_requested();
  }
  [[nodiscard]] bool stop_possible() const noexcept { return source != nullptr; }
  bool operator==(const ForeignToken&) const = default;
};
static_assert(StoppableTokenInWords<ForeignToken>);

TEST(StoppableToken, is_stopped_with_its_context) {
  const auto [ctx, cancel] = live();
  const auto token = context::stoppable_token(ctx);
  int calls = 0;
  const auto count = [&] { ++calls; };
  const decltype(token)::callback_type<decltype(count)> callback(token, count);
  EXPECT_TRUE(token.stop_possible());

  cancel();

  EXPECT_TRUE(token.stop_requested());
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(token, context::stoppable_token(ctx));
  EXPECT_FALSE(context::stoppable_token(context::background()).stop_possible());
}

TEST(StoppableToken, of_a_foreign_kind_ends_a_context) {
  std::stop_source source;
  const auto ctx = context::from(ForeignToken{&source});
  EXPECT_FALSE(ctx.err());

  source.request_stop();

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
  EXPECT_TRUE(context::from(ForeignToken{&source}).err());
  EXPECT_EQ(context::from(ForeignToken()), context::background());
}

TEST(StoppableToken, goes_there_and_back) {
  const auto [ctx, cancel] = live();
  const auto again = context::from(context::stoppable_token(ctx));

  cancel();

  EXPECT_TRUE(again.err());
}

}  // namespace
