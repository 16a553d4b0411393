#include <system_error>

#include "context/context.h"
#include "support/stage.h"

namespace {

TEST(Merge, ends_when_either_of_two_contexts_ends) {
  const auto [parent, cancel_parent] = context::with_cancel(context::background());
  const auto [other, cancel_other] = context::with_cancel(context::background());

  const auto [ctx, cancel] = context::with_cancel_cause(parent);
  const auto both = context::after_func(other, [&] { cancel(context::cause(other)); });

  cancel_other(make_error_code(std::errc::no_space_on_device));
  EXPECT_EQ(context::cause(ctx), std::errc::no_space_on_device);
}

TEST(Merge, that_nobody_keeps_is_over_at_once) {
  const auto [other, cancel_other] = context::with_cancel(context::background());
  const auto [ctx, cancel] = context::with_cancel(context::background());

  (void)context::after_func(other, [&] { cancel(); });  // without the cast there is a warning
  cancel_other();

  EXPECT_FALSE(ctx.err());
}

}  // namespace
