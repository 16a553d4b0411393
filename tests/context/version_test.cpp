/// The version, the inline namespace of the ABI, and the forward header.

#include "context/fwd.h"

/// Declared with the names alone, called and defined below with the whole.
bool ended(context::Context ctx);
void cancel_now(const context::CancelFunc& cancel);
context::Derived child_of(const context::Context& ctx);

#include <type_traits>

#include "support.h"

bool ended(context::Context ctx) { return static_cast<bool>(ctx.err()); }
void cancel_now(const context::CancelFunc& cancel) { cancel(); }
context::Derived child_of(const context::Context& ctx) { return context::with_cancel(ctx); }

namespace {

static_assert(std::is_same_v<context::Context, context::v1::Context>);
static_assert(std::is_error_code_enum_v<context::v1::Errc>);

TEST(Version, names_with_the_number_of_the_abi_are_the_same_names) {
  const context::v1::testing::ManualClock clock;
  const auto [ctx, cancel] = context::v1::with_timeout(clock.background(), 1ms);

  cancel();

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
  EXPECT_EQ(make_error_code(context::Errc::canceled), context::v1::Errc::canceled);
}

TEST(Version, is_one_number_for_the_macro_the_package_and_the_namespace) {
  const auto part = [](int power) { return std::to_string(CONTEXT_VERSION / power % 100); };

  EXPECT_EQ(part(10000) + '.' + part(100) + '.' + part(1), CONTEXT_PACKAGE);
  EXPECT_EQ(part(10000), "1") << "and the namespaces are v1";
}

TEST(ForwardHeader, declares_what_context_h_defines) {
  const auto [ctx, cancel] = child_of(context::background());
  EXPECT_FALSE(ended(ctx));

  cancel_now(cancel);

  EXPECT_TRUE(ended(ctx));
}

}  // namespace
