// What this step's contract promises beside its own idea: see tests/support/laws.
#include "server.h"

#include "support/laws/backend_store.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"

namespace {

using stage::laws::Backend;
using stage::laws::BackendStore;
using stage::laws::Scene;
using stage::laws::Subject;
using stage::laws::Told;
using stage::laws::uphold;
using stage::laws::Visitor;

Subject subject() {
  return {.serve = [](World&,
                      Backend& backend) { return server(std::make_shared<BackendStore>(backend)); },
          .told = Told::during_the_fetch,
          .stubborn = true};
}

LAW(before_a_request_nothing_happens);
LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(each_request_asks_once);
LAW(returned_means_done);
LAW(who_waits_is_waited_for);
LAW(each_client_who_gives_up_counts);
LAW(who_gives_up_is_let_go);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(told_is_not_yet_heard);
LAW(gone_means_done);

TEST(Law, who_gives_up_during_the_write_is_nobodys_business) {
  uphold("the store is told during the fetch, and at no other time, not during the write either.",
         subject(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           ann.response().write_slowly();

           ann.asks();
           ann.is_served();
           ann.gives_up();
           scene.world().let("the write ends");

           EXPECT_EQ(scene.backend().told(), 0) << "The fetch had returned before.";
         }});
}

TEST(Law, abandoned_fetches_take_nobodys_place) {
  uphold("fetches that nobody waits for any more take nobody's place.", subject(),
         {[](Scene& scene) {
           constexpr std::size_t many = 20;  // more than many a pool is wide
           const auto leavers = scene.visitors(many);
           Visitor& ann = scene.visitor("ann");

           for (Visitor* const leaver : leavers) {
             leaver->asks();
             leaver->gives_up();
           }
           ann.asks();
           ann.is_served();

           ann.expect_its_answer();
           for (Visitor* const leaver : leavers) leaver->is_done_with();
         }});
}

TEST(Law, nobody_is_told_again_when_the_handler_goes) {
  uphold("the store is told once of a client who gives up, also when the handler goes.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");

           ann.asks();
           ann.gives_up();
           scene.world().start("end of server", [&server = scene.server()] { server = nullptr; });
           ann.is_done_with();

           EXPECT_EQ(scene.backend().told(), 1) << "The store was told so often.";
         }});
}

}  // namespace
