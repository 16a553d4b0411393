// The thread that watches for deadlines, and one that takes a deadline back meanwhile.
#include <chrono>
#include <memory>
#include <system_error>

#include "context/detail/agenda.h"
#include "context/detail/time_source.h"
#include "support/at_once.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::detail::Agenda;
using context::detail::DeadlineNode;
using TimePoint = context::Clock::time_point;
using Timer = context::detail::Root<DeadlineNode>;

TEST(Watch, sleeps_past_no_deadline_when_another_is_taken_back) {
  explore([](World& world) {
    auto& agenda = world.make<Agenda>();
    auto& sooner = world.make<Timer>(nullptr, TimePoint() + 1ms, std::error_code());
    auto& later = world.make<Timer>(nullptr, TimePoint() + 2ms, std::error_code());
    auto& sleeps_until = world.make<TimePoint>();
    EXPECT_TRUE(agenda.arm(sooner, 0));
    EXPECT_TRUE(agenda.arm(later, 1));

    at_once(world, {{"watch", [&] { sleeps_until = agenda.search().when; }},
                    {"ann", [&] { agenda.disarm(sooner); }}});

    EXPECT_LE(sleeps_until, later.deadline);
    agenda.disarm(later);
  });
}

}  // namespace
