// What this step's contract promises beside its own idea: see tests/support/laws.
#include "server.h"

#include "support/laws/backend_store_with_context.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"

namespace {

using stage::laws::Backend;
using stage::laws::BackendStoreWithContext;
using stage::laws::Scene;
using stage::laws::Subject;
using stage::laws::uphold;
using stage::laws::Visitor;

Subject subject() {
  return {.serve =
              [](World& world, Backend& backend) {
                return server(world.make<BackendStoreWithContext>(backend));
              },
          .finishes_what_it_writes = true,
          .refuses_the_cancelled = false};
}

LAW(before_a_request_nothing_happens);
LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(each_request_asks_once);
LAW(returned_means_done);
LAW(an_error_is_an_error);
LAW(any_error_is_an_error);
LAW(what_the_request_carries_goes_along);
LAW(who_waits_is_waited_for);
LAW(time_lasts_to_its_last_moment);
LAW(each_client_who_gives_up_counts);
LAW(who_gives_up_is_let_go);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(told_is_not_yet_heard);
LAW(nothing_of_a_request_is_kept);

TEST(Law, no_thread_is_started_to_write_either) {
  uphold("the handler starts no thread, neither to fetch nor to write.", subject(),
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           ann.response().write_slowly();

           ann.asks();
           ann.is_served();

           EXPECT_LE(stage::other_threads().size(), 1)
               << "ann is being written to. One thread has called the handler, and that one can "
                  "write itself.";
         }});
}

}  // namespace
