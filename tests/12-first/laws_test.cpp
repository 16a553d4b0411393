// What this step's contract promises beside its own idea: see tests/support/laws.
#include "server.h"

#include <string>
#include <system_error>
#include <vector>

#include "support/laws/backend_service.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"

namespace {

using stage::laws::Backend;
using stage::laws::nothing;
using stage::laws::ok;
using stage::laws::Outcome;
using stage::laws::Scene;
using stage::laws::Subject;
using stage::laws::uphold;
using stage::laws::Visitor;

using Places = std::vector<std::string>;

Outcome failure(std::error_code error) {
  return {http::Status::internal_server_error, error.message()};
}

Outcome failure(std::errc error) { return failure(make_error_code(error)); }

/// The step's handler with a replica for each of `places`. Whoever is served without further words
/// is served by the first.
Subject subject_with(const Places& places) {
  return {.serve =
              [places](World& world, Backend& backend) {
                return server(stage::laws::services_for(world, backend, places));
              },
          .refuses_the_cancelled = false,
          .ends_calls_itself = true,
          .calls = static_cast<int>(places.size()),
          .outcome =
              [places](const Backend& backend, const std::string& who) {
                return ok(backend.answer_for(who, places.front()).value_or(""));
              },
          .failure = [](std::error_code error) { return failure(error); }};
}

Subject subject() { return subject_with({"alpha", "beta", "gamma"}); }

void fails(Scene& scene, const std::string& place, const Visitor& visitor, std::error_code error) {
  scene.backend().answers(visitor.name(), std::unexpected(error), place);
}

void fails(Scene& scene, const std::string& place, const Visitor& visitor, std::errc error) {
  fails(scene, place, visitor, make_error_code(error));
}

void expect_answer_of(Scene& scene, const std::string& place, Visitor& visitor) {
  visitor.expect(ok(scene.backend().answer_for(visitor.name(), place).value_or("")));
}

LAW(before_a_request_nothing_happens);
LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(each_request_asks_once);
LAW(returned_means_done);
LAW(gone_means_done);
LAW(an_error_is_an_error);
LAW(any_error_is_an_error);
LAW(what_the_request_carries_goes_along);
LAW(who_waits_is_waited_for);
LAW(time_lasts_to_its_last_moment);
LAW(each_client_who_gives_up_counts);
LAW(who_gives_up_is_let_go);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(a_long_answer_ends_with_its_client);
LAW(told_is_not_yet_heard);

TEST(Law, as_many_replicas_as_there_are) {
  Places many;
  for (int i = 100; i < 133; ++i) many.push_back("no. " + std::to_string(i));
  for (const Places& places : {Places{"alpha"}, Places{"alpha", "beta", "alpha"}, many}) {
    uphold(
        "all replicas are asked at once, however many there are, and each as often as it is "
        "listed.",
        subject_with(places),
        {[&](Scene& scene) {
           Visitor& ann = scene.visitor("ann");

           ann.asks();
           EXPECT_EQ(scene.backend().at_work_for("ann").size(), places.size())
               << "So many replicas are at work at the same time.";
           ann.hears_from(places.back());

           expect_answer_of(scene, places.back(), ann);
           ann.expect_all_its_calls();
           EXPECT_EQ(scene.backend().inside(), 0) << "The others were told to stop.";
         },
         [](Scene& scene) {
           Visitor& ben = scene.visitor("ben");
           const auto broken = std::unexpected(make_error_code(std::errc::io_error));
           scene.backend().answers("ben", broken);

           ben.asks();
           ben.is_done_with();

           ben.expect_its_answer();
         }});
  }
}

TEST(Law, an_answer_is_an_answer) {
  uphold("the first answer is the answer, whoever gives it and whatever it is.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           scene.backend().answers("ann", "", "gamma");

           ann.asks();
           ben.asks();
           ben.hears_from("beta");
           expect_answer_of(scene, "beta", ben);
           EXPECT_EQ(scene.backend().at_work_for("ann").size(), 3U) << "ann waits for an answer.";
           ann.hears_from("gamma");
           expect_answer_of(scene, "gamma", ann);
         }});
}

TEST(Law, a_failure_is_not_the_end) {
  uphold("one that fails is not the end while another may still answer, whatever its error.",
         subject(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           fails(scene, "alpha", ann, context::Errc::canceled);
           fails(scene, "beta", ann, context::Errc::deadline_exceeded);
           fails(scene, "gamma", ben, std::errc::operation_canceled);

           ann.asks();
           ben.asks();
           ann.hears_from("alpha");
           ann.hears_from("beta");
           ben.hears_from("gamma");
           EXPECT_EQ(scene.backend().contexts_ended("ann"), 0) << "Only a failure has come.";
           EXPECT_EQ(scene.backend().contexts_ended("ben"), 0) << "Only a failure has come.";
           ann.hears_from("gamma");
           ben.hears_from("alpha");

           expect_answer_of(scene, "gamma", ann);
           expect_answer_of(scene, "alpha", ben);
         }});
}

TEST(Law, the_last_error_is_the_one_that_came_last) {
  uphold("when all have failed, the client gets the error that came last, whatever the order.",
         subject(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           for (const Visitor* visitor : {&ann, &ben}) {
             fails(scene, "alpha", *visitor, std::errc::io_error);
             fails(scene, "beta", *visitor, context::Errc::canceled);
             fails(scene, "gamma", *visitor, std::errc::permission_denied);
           }

           ann.asks();
           ben.asks();
           for (const std::string place : {"gamma", "alpha", "beta"}) ann.hears_from(place);
           for (const std::string place : {"beta", "gamma", "alpha"}) ben.hears_from(place);

           ann.expect(failure(context::Errc::canceled));
           ben.expect(failure(std::errc::io_error));
         }});
}

TEST(Law, a_loser_that_has_heard_sooner_changes_nothing) {
  uphold("the first answer is the answer, and what the losers say is not.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           scene.backend().hold_the_messenger();

           ann.asks();
           ann.hears_from("gamma");  // who tells the others is held on the way
           ann.is_done_with();
           scene.world().run();

           expect_answer_of(scene, "gamma", ann);
         }});
}

TEST(Law, losers_hold_nobody_up) {
  uphold("losers who take their time hold up nobody who comes later.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           scene.backend().be_stubborn();

           ann.asks();
           ann.hears_from("alpha");
           ben.asks();
           EXPECT_EQ(scene.backend().at_work_for("ben").size(), 3U)
               << "ben has come, and has nothing to do with those who still work for ann.";
           ben.hears_from("beta");
           ann.is_done_with();
           ben.is_done_with();

           expect_answer_of(scene, "alpha", ann);
           expect_answer_of(scene, "beta", ben);
         }});
}

TEST(Law, what_a_loser_answers_all_the_same_changes_nothing) {
  uphold("the first answer is the answer, also an empty one, when a loser answers all the same.",
         subject(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           scene.backend().answers("ann", "", "beta");
           scene.backend().be_stubborn();

           for (Visitor* const visitor : {&ann, &ben}) {
             visitor->asks();
             visitor->hears_from("beta");
             visitor->is_done_with();
           }

           expect_answer_of(scene, "beta", ann);
           expect_answer_of(scene, "beta", ben);
         }});
}

TEST(Law, all_are_told_when_the_client_gives_up) {
  uphold("when the client gives up, all replicas are told.", subject(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           fails(scene, "beta", ben, std::errc::io_error);

           ann.asks();
           ben.asks();
           ben.hears_from("beta");
           ben.gives_up();
           EXPECT_EQ(scene.backend().contexts_ended("ben"), 2) << "alpha and gamma were at work.";
           EXPECT_EQ(scene.backend().contexts_ended("ann"), 0) << "ann has not given up.";
           ann.gives_up();
           EXPECT_EQ(scene.backend().contexts_ended("ann"), 3) << "All three were at work.";

           ann.expect(stage::laws::nothing());
           ben.expect(stage::laws::nothing());
         }});
}

TEST(Law, the_losers_are_told_however_slow_the_client_is) {
  uphold("the losers are told at once, however long it takes to write the answer.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           ann.response().write_slowly();

           ann.asks();
           ann.hears_from("beta");

           EXPECT_EQ(scene.backend().inside(), 0) << "The others are still at work.";
           scene.world().run();
           expect_answer_of(scene, "beta", ann);
         }});
}

TEST(Law, nothing_is_written_to_who_has_gone_also_without_any_replica) {
  uphold("nothing is written to a client who has gone, also when there is no replica.",
         subject_with({}), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");

           ann.gives_up();
           ann.asks();
           ann.is_done_with();

           ann.expect(nothing());
         }});
}

}  // namespace
