#include <stop_token>
#include <system_error>

#include "context/context.h"
#include "support/stage.h"

namespace {

TEST(Merge, ends_when_either_of_two_contexts_ends) {
  const auto [request, cancel_request] = context::with_cancel(context::background());
  const auto [running, shut_down] = context::with_cancel_cause(context::background());

  const auto ctx = context::merge(request, running);
  shut_down(make_error_code(std::errc::no_space_on_device));

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
  EXPECT_EQ(context::cause(ctx), std::errc::no_space_on_device);
}

TEST(Merge, takes_a_stop_token_for_a_context) {
  std::stop_source old_way;

  const auto ctx = context::from(old_way.get_token());
  old_way.request_stop();

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
}

TEST(Merge, by_a_callback_that_nobody_keeps_is_over_at_once) {
  const auto [other, cancel_other] = context::with_cancel(context::background());
  const auto [ctx, cancel] = context::with_cancel(context::background());

  (void)context::after_func(other, [&] { cancel(); });  // without the cast there is a warning
  cancel_other();

  EXPECT_FALSE(ctx.err());
}

}  // namespace
