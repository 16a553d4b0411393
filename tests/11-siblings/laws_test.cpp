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
using stage::laws::Outcome;
using stage::laws::Scene;
using stage::laws::Subject;
using stage::laws::uphold;
using stage::laws::Visitor;

using Places = std::vector<std::string>;

const Places three = {"alpha", "beta", "gamma"};

/// The step's handler with a service for each of `places`.
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
                std::string page;
                for (const std::string& place : places) {
                  page += backend.answer_for(who, place).value_or("");
                }
                return stage::laws::ok(page);
              },
          .failure =
              [](std::error_code error) {
                return Outcome{http::Status::internal_server_error, error.message()};
              }};
}

Subject subject() { return subject_with(three); }

void fails(Scene& scene, const std::string& place, const Visitor& visitor, std::error_code error) {
  scene.backend().answers(visitor.name(), std::unexpected(error), place);
}

LAW(before_a_request_nothing_happens);
LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(each_request_asks_once);
LAW(returned_means_done);
LAW(the_stubborn_are_waited_for);
LAW(gone_means_done);
LAW(an_error_is_an_error);
LAW(any_error_is_an_error);
LAW(what_the_request_carries_goes_along);
LAW(who_waits_is_waited_for);
LAW(each_client_who_gives_up_counts);
LAW(who_gives_up_is_let_go);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(told_is_not_yet_heard);

Places places(int count) {
  Places many;
  for (int i = 0; i < count; ++i) many.push_back("no. " + std::to_string(100 + i));
  return many;
}

TEST(Law, as_many_services_as_there_are) {
  const Places many = places(33);
  for (const Places& places : {Places{}, Places{"alpha"}, Places{"alpha", "beta", "alpha"}, many}) {
    uphold(
        "all services are asked at once, however many there are, and each as often as it is "
        "listed.",
        subject_with(places), {[&](Scene& scene) {
          Visitor& ann = scene.visitor("ann");

          ann.asks();
          EXPECT_EQ(scene.backend().at_work_for("ann").size(), places.size())
              << "So many services are at work at the same time.";
          ann.is_done_with();

          ann.expect_its_answer();
          ann.expect_all_its_calls();
        }});
  }
}

TEST(Law, more_services_than_threads_in_a_pool) {
  uphold("all services are asked at once, however many there are.", subject_with(places(130)),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");

           ann.asks();
           EXPECT_EQ(scene.backend().at_work_for("ann").size(), 130U)
               << "So many services are at work at the same time.";
           ann.gives_up();

           ann.expect_returned("ann has given up, and all services with her");
         }});
}

TEST(Law, the_order_of_the_list_counts_and_not_that_of_arrival) {
  uphold("the parts are written in the order of the services.", subject(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");

           ann.asks();
           ben.asks();
           for (const std::string place : {"gamma", "alpha", "beta"}) {
             ann.hears_from(place);
           }
           ann.expect_its_answer();
           for (const std::string place : {"beta", "gamma", "alpha"}) {
             ben.hears_from(place);
           }
           ben.expect_its_answer();
         }});
}

TEST(Law, a_failure_stays_with_its_request) {
  uphold("one request's failure tells nobody but its own siblings to stop.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");
           fails(scene, "beta", ann, make_error_code(std::errc::io_error));
           fails(scene, "alpha", cleo, make_error_code(std::errc::permission_denied));

           ann.asks();
           ben.asks();
           ann.hears_from("alpha");
           ann.hears_from("beta");
           ann.expect(scene.subject().failure(make_error_code(std::errc::io_error)));
           EXPECT_EQ(scene.backend().contexts_ended("ann"), 1)
               << "gamma was still at work for ann.";
           EXPECT_EQ(scene.backend().contexts_ended("ben"), 0) << "Nobody of ben's has failed.";
           cleo.asks();
           cleo.hears_from("alpha");
           cleo.expect(scene.subject().failure(make_error_code(std::errc::permission_denied)));
           ben.is_served();

           ben.expect_its_answer();
         }});
}

TEST(Law, an_error_after_all_the_others_have_answered_counts) {
  uphold("one error makes an error of the whole, also when it comes last.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           fails(scene, "beta", ann, context::Errc::canceled);

           ann.asks();
           ann.hears_from("alpha");
           ann.hears_from("gamma");
           ann.hears_from("beta");

           ann.expect(scene.subject().failure(context::Errc::canceled));
         }});
}

TEST(Law, a_sibling_that_has_heard_sooner_is_not_the_first_to_fail) {
  uphold("the first error is the reason, and what the others say after it is not.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           fails(scene, "gamma", ann, make_error_code(std::errc::io_error));
           scene.backend().hold_the_messenger();

           ann.asks();
           ann.hears_from("gamma");  // who tells the others is held on the way
           ann.is_done_with();
           scene.world().run();

           ann.expect(scene.subject().failure(make_error_code(std::errc::io_error)));
         }});
}

TEST(Law, all_are_told_when_the_client_gives_up) {
  uphold("when the client gives up, all services are told.", subject(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");

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

}  // namespace
