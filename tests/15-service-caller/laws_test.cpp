// What this step's contract promises beside its own idea: see tests/support/laws.
#include "service_caller.h"

#include <chrono>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "context/manual_clock.h"
#include "laws_service.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::testing::ManualClock;
using stage::laws::Backend;
using stage::laws::BackendHttpClient;
using stage::laws::Conduct;
using stage::laws::failure;
using stage::laws::nothing;
using stage::laws::ok;
using stage::laws::Outcome;
using stage::laws::reading;
using stage::laws::Scene;
using stage::laws::sending;
using stage::laws::Subject;
using stage::laws::that_asks;
using stage::laws::uphold;
using stage::laws::Visitor;

using Now = ServiceCaller::Now;

Subject subject_with(
    Conduct conduct, const Now& now = [] { return context::Clock::time_point(); }) {
  return {.serve =
              [conduct, now](World& world, Backend& backend) {
                auto& client = world.make<BackendHttpClient>(backend, conduct);
                return that_asks(world.make<ServiceCaller>(client, now), backend, client);
              },
          .calls = 4,
          .outcome =
              [](const Backend& backend, const std::string& who) {
                return ok(backend.answer_for(who, sending).value_or(""));
              },
          .failure = failure};
}

Subject subject() { return subject_with({}); }

LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(what_the_request_carries_goes_along);
LAW(returned_means_done);
LAW(the_stubborn_are_waited_for);
LAW(each_client_who_gives_up_counts);
LAW(who_gives_up_is_let_go);
LAW(who_waits_is_waited_for);
LAW(time_lasts_to_its_last_moment);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(told_is_not_yet_heard);

TEST(Law, an_error_is_an_error) {
  Subject failing = subject();
  failing.calls = 1;  // of the service
  stage::laws::an_error_is_an_error(failing);
  stage::laws::any_error_is_an_error(failing);
}

TEST(Law, an_error_is_an_error_also_in_the_middle) {
  stage::laws::an_error_is_an_error(subject_with({.breaks_off = true}));
  stage::laws::any_error_is_an_error(subject_with({.breaks_off = true}));
}

TEST(Law, a_request_is_sent_once) {
  const auto broken = make_error_code(std::errc::connection_reset);
  const auto unavailable = http::Status::service_unavailable;
  struct Way {
    Conduct conduct;
    std::error_code error;
    Outcome outcome;
  };
  for (const Way& way :
       {Way{{}, {}, ok("what ann wanted of the service; ")}, Way{{}, broken, failure(broken)},
        Way{{.breaks_off = true}, broken, failure(broken)},
        Way{{.breaks_off = true, .at_once = true}, broken, failure(broken)},
        Way{{.status = unavailable}, {}, failure(status_error(unavailable))},
        Way{{.status = unavailable, .breaks_off = true},
            broken,
            failure(status_error(unavailable))}}) {
    uphold("a request is sent once, whatever comes of it.", subject_with(way.conduct),
           {[&](Scene& scene) {
             Visitor& ann = scene.visitor("ann");
             if (way.error) scene.backend().answers("ann", std::unexpected(way.error));

             ann.asks();
             ann.is_served();

             ann.expect(way.outcome);
             EXPECT_EQ(scene.backend().calls("ann", sending), 1);
           }});
  }
}

TEST(Law, a_status_is_not_200_if_it_is_any_other) {
  for (const int code : {100, 199, 201, 202, 206, 299, 304, 400, 401, 429, 502, 504, 599}) {
    const auto status = static_cast<http::Status>(code);
    uphold("every status but 200 is an error, that of this status.",
           subject_with({.status = status}), {[&](Scene& scene) {
             Visitor& ann = scene.visitor("ann");

             ann.asks();
             ann.is_served();

             ann.expect(failure(status_error(status)));
           }});
    if (HasFailure()) return;
  }
}

TEST(Law, the_time_that_is_left_is_sent_whatever_it_is) {
  struct Left {
    context::Clock::duration patience;
    std::string sent;
  };
  auto clock = std::make_shared<ManualClock>();
  clock->advance(1000h + 700us);  // no whole number of milliseconds
  const Now now = [clock] { return clock->now(); };
  for (const Left& left :
       {Left{1ns, "0"}, Left{500us, "0"}, Left{999'999ns, "0"}, Left{1ms, "1"}, Left{1s, "1000"},
        Left{24h * 30, "2592000000"}, Left{24h * 365, "31536000000"}}) {
    uphold("the time that is left is sent, in whole milliseconds, rounded down.",
           subject_with({.echoes = true}, now), {[&](Scene& scene) {
             Visitor& ann = scene.visitor("ann");
             ann.has_time(*clock, left.patience);

             ann.asks();
             ann.is_served();

             ann.expect(ok("GET http://users/ann. X-Timeout-Ms: " + left.sent + "."));
           }});
    if (HasFailure()) return;
  }
}

TEST(Law, what_is_sent_along_is_this_requests_own) {
  auto clock = std::make_shared<ManualClock>();
  const Now now = [clock] { return clock->now(); };
  uphold("what is sent along is this request's, and nobody else's.",
         subject_with({.echoes = true}, now), {[&](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");
           Visitor& dora = scene.visitor("dora");
           ann.has_time(*clock, 10s);
           ann.request().header.set("Id", "105445aa7843bc8b/1;o=1");
           ben.request().target = "";
           cleo.has_time(*clock, 5s);
           dora.request().target = "/a b?c=d&%41";
           dora.request().header.set("Id", "Grüße");

           ann.asks();
           ben.asks();
           ben.is_served();
           ann.is_served();
           cleo.asks();
           dora.asks();
           dora.is_served();
           cleo.is_served();

           ann.expect(
               ok("GET http://users/ann. X-Timeout-Ms: 10000. X-Cloud-Trace-Context: "
                  "105445aa7843bc8b/1;o=1."));
           ben.expect(ok("GET http://users."));
           cleo.expect(ok("GET http://users/cleo. X-Timeout-Ms: 5000."));
           dora.expect(ok("GET http://users/a b?c=d&%41. X-Cloud-Trace-Context: Grüße."));
         }});
}

TEST(Law, the_context_ends_the_call_wherever_it_is) {
  for (const bool stubborn : {false, true}) {
    for (const int arrived : {0, 1, 2, 3}) {
      Subject subject = ::subject();
      subject.stubborn = stubborn;
      uphold("when the context has ended, ctx.err() is returned, however far the call has come.",
             subject, {[&](Scene& scene) {
               auto& clock = scene.world().make<ManualClock>();
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");
               ann.has_time(clock, 1s);
               for (Visitor* const visitor : {&ann, &ben}) {
                 visitor->asks();
                 for (int part = 0; part < arrived; ++part)
                   visitor->hears_from(part == 0 ? sending : reading);
               }
               passes(scene, clock, 1s);
               ben.gives_up(make_error_code(std::errc::connection_reset));
               scene.expect_told_of({&ann, &ben});
               if (stubborn) {
                 ann.expect_not_returned("what was asked for ann is under way");
                 ben.expect_not_returned("what was asked for ben is under way");
               }
               ann.is_done_with();
               ben.is_done_with();

               ann.expect(nothing());
               ben.expect(nothing());
             }});
      if (HasFailure()) return;
    }
  }
}

TEST(Law, each_body_is_put_together_for_itself) {
  uphold("each body is put together for itself, also when another one comes meanwhile.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");

           ann.asks();
           ann.hears_from(sending);
           ann.hears_from(reading);
           ben.asks();
           ben.hears_from(sending);
           ben.hears_from(reading);
           ann.is_served();
           ann.expect_its_answer();
           ben.is_served();

           ben.expect_its_answer();
         }});
}

TEST(Law, told_is_not_yet_heard_also_while_the_body_comes) {
  uphold("told is not yet heard: the call is over when err() says so.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");

           ann.asks();
           ann.hears_from(sending);
           scene.backend().hold_the_messenger();
           ann.gives_up();
           ann.is_done_with();
           scene.world().run();

           ann.expect(nothing());
         }});
}

TEST(Law, all_the_time_that_there_is) {
  const auto clock = std::make_shared<ManualClock>();
  const Now now = [clock] { return clock->now(); };
  uphold("the call has as much time as the context has, not less and not more.",
         subject_with({}, now), {[&](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           ann.has_time(*clock, 24h * 30 + 500us);  // no whole number of milliseconds

           ann.asks();
           passes(scene, *clock, 24h * 15);
           scene.expect_told_of({});
           ann.hears_from(sending);
           passes(scene, *clock, 24h * 15 + 500us - 1ns);
           scene.expect_told_of({});
           passes(scene, *clock, 1ns);

           scene.expect_told_of({&ann});
           ann.expect(nothing());
         }});
}

}  // namespace
