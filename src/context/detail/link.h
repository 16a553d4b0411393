#pragma once
/// What ties a context to a foreign token. Not for users of the library.

#include <memory>
#include <utility>

#include "context/context.h"
#include "context/detail/call.h"

namespace context::inline v1::detail {

struct LeaveCall {
  void operator()(Call* call) const noexcept { call->leave(); }
};
using OwnedCall = std::unique_ptr<Call, LeaveCall>;

/// A handle on `ends` that owns the call which ends it.
[[nodiscard]] Context keep(const Context& ends, OwnedCall call);

/// A context that ends when `token` is stopped. `Registration` is the stop callback of such tokens.
template <template <class> class Registration, class Token>
[[nodiscard]] Context end_with(Token token) {
  if (!token.stop_possible()) return background();
  auto [ends, cancel] = with_cancel(background());
  using EndsIt = CallOf<CancelFunc, Registration>;
  return keep(ends, OwnedCall(new EndsIt(std::move(token), std::move(cancel))));
}

}  // namespace context::inline v1::detail
