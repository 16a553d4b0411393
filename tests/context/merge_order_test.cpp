/// merge(), on the stage: in every order.

#include <chrono>
#include <system_error>

#include "context/manual_clock.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::testing::ManualClock;

TEST(Merge, ends_with_the_first_of_two_in_every_order) {
  explore([](World& world) {
    world.with_ties();
    auto& clock = world.make<ManualClock>();
    auto& first = world.make<context::Derived>(context::with_cancel(clock.background()));
    auto& second = world.make<context::Derived>(context::with_cancel(context::background()));
    auto& result = world.make<std::error_code>();
    world.start("worker",
                [&] { result = context::sleep_for(context::merge(first.ctx, second.ctx), 1h); });
    world.may_happen("the first ends", "client", [&] { first.cancel(); });
    world.may_happen("the second ends", "operator", [&] { second.cancel(); });

    world.run();

    EXPECT_EQ(result, context::Errc::canceled);
  });
}

}  // namespace
