// What this step's contract promises beside its own idea: see tests/support/laws.
#include "server.h"

#include <chrono>
#include <string>
#include <system_error>
#include <vector>

#include "context/manual_clock.h"
#include "support/laws/backend_store_with_context.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::Clock;
using context::testing::ManualClock;
using stage::laws::Backend;
using stage::laws::BackendStoreWithContext;
using stage::laws::nothing;
using stage::laws::Outcome;
using stage::laws::Scene;
using stage::laws::Subject;
using stage::laws::uphold;
using stage::laws::Visitor;

const Outcome too_late{http::Status::gateway_timeout, "context deadline exceeded"};

/// The step's handler with so much patience.
Subject subject_with(Clock::duration patience) {
  return {.serve =
              [patience](World& world, Backend& backend) {
                return server(world.make<BackendStoreWithContext>(backend), patience);
              },
          .refuses_the_cancelled = false,
          .failure =
              [](std::error_code error) {
                return Outcome{http::Status::internal_server_error, error.message()};
              },
          .late = too_late};
}

Subject subject() { return subject_with(10min); }

LAW(before_a_request_nothing_happens);
LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(each_request_asks_once);
LAW(returned_means_done);
LAW(the_stubborn_are_waited_for);
LAW(what_the_request_carries_goes_along);
LAW(an_error_is_an_error);
LAW(any_error_is_an_error);
LAW(each_client_who_gives_up_counts);
LAW(who_gives_up_is_let_go);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(told_is_not_yet_heard);

TEST(Law, patience_lasts_as_long_as_it_lasts) {
  for (const Clock::duration patience :
       {Clock::duration(500us), Clock::duration(1s + 1ns), Clock::duration(30 * 24h)}) {
    uphold("patience lasts as long as it lasts, a blink or a month.", subject_with(patience),
           {[patience](Scene& scene) {
             auto& clock = scene.world().make<ManualClock>();
             Visitor& ann = scene.visitor("ann");
             Visitor& ben = scene.visitor("ben");
             ann.lives_by(clock);
             ben.lives_by(clock);

             ann.asks();
             ben.asks();
             passes(scene, clock, patience - 1ns, "but for a nanosecond the time is up");
             ann.is_served();
             ann.expect_its_answer();
             passes(scene, clock, 1ns, "the time is up");

             ben.expect(too_late);
           }});
  }
}

TEST(Law, the_longest_patience_has_no_end) {
  uphold("the longest patience has no end.", subject_with(Clock::duration::max()),
         {[](Scene& scene) {
           auto& clock = scene.world().make<ManualClock>();
           Visitor& ann = scene.visitor("ann");
           ann.lives_by(clock);

           clock.advance(1h);
           ann.asks();
           passes(scene, clock, 100 * 365 * 24h, "a hundred years pass");
           ann.is_served();

           ann.expect_its_answer();
         }});
}

TEST(Law, with_endless_patience_time_is_the_clients) {
  stage::laws::who_waits_is_waited_for(subject_with(Clock::duration::max()));
  stage::laws::time_lasts_to_its_last_moment(subject_with(Clock::duration::max()));
}

TEST(Law, no_patience_is_over_at_once) {
  for (const Clock::duration patience : {Clock::duration(0), Clock::duration(-1s)}) {
    uphold("a patience of zero or less is over at once.", subject_with(patience),
           {[](Scene& scene) {
             auto& clock = scene.world().make<ManualClock>();
             Visitor& ann = scene.visitor("ann");
             Visitor& ben = scene.visitor("ben");
             ann.lives_by(clock);

             for (Visitor* const visitor : {&ann, &ben}) {
               visitor->asks();
               visitor->expect(too_late);
             }
           }});
  }
}

TEST(Law, each_server_has_a_patience_of_its_own) {
  uphold("each server has a patience of its own.", subject(), {[](Scene& scene) {
           auto& clock = scene.world().make<ManualClock>();
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           ann.lives_by(clock);
           ben.lives_by(clock);
           const http::Handler other = subject_with(1min).serve(scene.world(), scene.backend());

           ann.asks();
           ben.asks(other);
           passes(scene, clock, 1min, "a minute passes");
           ben.expect(too_late);
           ann.is_served();

           ann.expect_its_answer();
         }});
}

TEST(Law, without_patience_who_has_gone_has_gone) {
  uphold("nothing is written to a client who has gone, also without any patience.",
         subject_with(Clock::duration(0)), {[](Scene& scene) {
           auto& clock = scene.world().make<ManualClock>();
           Visitor& ann = scene.visitor("ann");
           ann.lives_by(clock);

           ann.gives_up();
           ann.asks();
           ann.is_done_with();

           ann.expect(nothing());
         }});
}

}  // namespace
