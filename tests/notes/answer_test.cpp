#include <expected>
#include <stop_token>
#include <string>
#include <system_error>
#include <vector>

#include "context/context.h"
#include "support/failures.h"
#include "support/stage.h"

namespace {

TEST(Answer, is_written_too_late_when_something_lies_between_the_look_and_the_write) {
  const auto failures = stage::failures_of([] {
    explore([](World& world) {
      auto& client = world.make<Client>(world);
      client.sends_to([&](auto& response, const auto& request) {
        if (request.context().err()) return;
        world.wait_for("the page is rendered");
        response.write("hello");
      });
      client.may_give_up();
      world.run();
    });
  });

  EXPECT_THAT(failures, testing::ElementsAre(testing::HasSubstr("after the cancellation")));
}

using Names = std::vector<std::string>;

/// Whoever gets no names can't tell an empty table from a query that was stopped.
Names swallows(const context::Context& ctx) {
  if (ctx.err()) return {};
  return {"Ann", "Bob"};
}

std::expected<Names, std::error_code> tells(const context::Context& ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());
  return Names{"Ann", "Bob"};
}

TEST(Answer, that_is_empty_hides_a_cancellation) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();

  EXPECT_THAT(swallows(ctx), testing::IsEmpty());  // "nobody lives here": into the cache with it?
  EXPECT_EQ(tells(ctx).error(), context::Errc::canceled);
}

TEST(Answer, comes_without_a_reason_when_that_is_written_after_the_flag) {
  std::stop_source flag;
  std::error_code reason;
  std::error_code seen;
  const std::stop_callback report(flag.get_token(), [&] { seen = reason; });

  flag.request_stop();  // the news is out
  reason = make_error_code(std::errc::timed_out);

  EXPECT_FALSE(seen);  // over, and nobody knows why
}

TEST(Answer, comes_with_its_reason_from_a_context) {
  const auto [ctx, cancel] = context::with_cancel_cause(context::background());
  std::error_code seen;
  const std::stop_callback report(ctx.done(), [&] { seen = context::cause(ctx); });

  cancel(make_error_code(std::errc::timed_out));

  EXPECT_EQ(seen, std::errc::timed_out);
}

}  // namespace
