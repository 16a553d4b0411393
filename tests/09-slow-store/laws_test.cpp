// What this step's contract promises beside its own idea: see tests/support/laws.
#include "store.h"

#include <chrono>
#include <cstddef>
#include <string>

#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"
#include "workshop.h"

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using context::Clock;
using stage::laws::nothing;
using stage::laws::ok;
using stage::laws::Scene;
using stage::laws::uphold;
using stage::laws::Visitor;

LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(a_request_is_a_request);
LAW(each_request_asks_once);
LAW(returned_means_done);
LAW(each_client_who_gives_up_counts);
LAW(who_waits_is_waited_for);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(nothing_of_a_request_is_kept);

TEST(Law, data_are_data) {
  for (const std::string& data : {""s, "x"s, "zero \0 byte"s, "Grüße"s, std::string(40, 'x')}) {
    uphold("data are data: whatever they are, each byte takes its tick and is told of once.",
           subject(), {[&](Scene& scene) {
             auto& shop = scene.world().make<Workshop>(scene, data, 1h);
             Visitor& ann = scene.visitor("ann");
             ann.has_time(shop.clock, 1000h);

             shop.asks(ann);
             for (std::size_t i = 0; i < data.size(); ++i) {
               shop.expect_built(data.substr(0, i));
               shop.passes(1h);
             }

             shop.expect_built(data);
             ann.expect(ok(data));
           }});
    if (HasFailure()) return;
  }
}

TEST(Law, no_data_are_wanted_by_nobody) {
  uphold("when the context has ended, ctx.err() is returned, also where nothing is to be built.",
         subject(), {[](Scene& scene) {
           auto& shop = scene.world().make<Workshop>(scene, "", 1h);
           Visitor& ann = scene.visitor("ann");

           ann.gives_up();
           shop.asks(ann);

           ann.expect(nothing());
         }});
}

TEST(Law, a_tick_is_as_long_as_it_is) {
  for (const Clock::duration tick :
       {Clock::duration(1ns), Clock::duration(500us), Clock::duration(24h * 30)}) {
    uphold("a tick is as long as it is.", subject(), {[&](Scene& scene) {
             auto& shop = scene.world().make<Workshop>(scene, "abc", tick);
             Visitor& ann = scene.visitor("ann");
             ann.has_time(shop.clock, 24h * 365);

             shop.asks(ann);
             shop.passes(tick - 1ns);
             shop.expect_built("");
             shop.passes(1ns);
             shop.expect_built("a");
             shop.passes(tick);
             shop.passes(tick);

             ann.expect(ok("abc"));
           }});
    if (HasFailure()) return;
  }
}

TEST(Law, no_time_is_a_time) {
  for (const Clock::duration tick : {Clock::duration(0h), Clock::duration(-1h)}) {
    uphold("a tick of zero or less is over at once, and the context is looked at all the same.",
           subject(), {[&](Scene& scene) {
             auto& shop = scene.world().make<Workshop>(scene, "abc", tick);
             Visitor& ann = scene.visitor("ann");
             Visitor& ben = scene.visitor("ben");
             for (Visitor* const visitor : {&ann, &ben}) visitor->lives_by(shop.clock);

             shop.asks(ann);
             shop.expect_built("abc");
             ben.gives_up();
             shop.asks(ben);

             shop.expect_built("abc");
             ann.expect(ok("abc"));
             ben.expect(nothing());
           }});
    if (HasFailure()) return;
  }
}

TEST(Law, nothing_is_left_behind) {
  uphold("when the fetch returns, no thread and no timer of it is left.", subject(),
         {[](Scene& scene) {
           auto& shop = scene.world().make<Workshop>(scene, "abc", 1h);
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           // Without deadlines of their own: those are timers of the same clock.
           for (Visitor* const visitor : {&ann, &ben}) visitor->lives_by(shop.clock);

           shop.asks(ann);
           ann.gives_up();
           EXPECT_EQ(shop.clock.pending_timers(), 0U) << "ann has given up.";
           shop.asks(ben);
           for (int i = 0; i < 3; ++i) shop.passes(1h);

           ben.expect(ok("abc"));
           EXPECT_EQ(shop.clock.pending_timers(), 0U) << "ben has been served.";
         }});
}

}  // namespace
