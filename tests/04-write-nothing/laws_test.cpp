// What this step's contract promises beside its own idea: see tests/support/laws.
#include "server.h"

#include "support/laws/backend_store.h"
#include "support/laws/laws.h"
#include "support/stage.h"

namespace {

using stage::laws::Backend;
using stage::laws::BackendStore;
using stage::laws::Subject;
using stage::laws::Told;

Subject subject() {
  return {.serve = [](World& world,
                      Backend& backend) { return server(world.make<BackendStore>(backend)); },
          .told = Told::during_the_fetch};
}

LAW(before_a_request_nothing_happens);
LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(each_request_asks_once);
LAW(returned_means_done);
LAW(who_waits_is_waited_for);
LAW(time_lasts_to_its_last_moment);
LAW(each_client_who_gives_up_counts);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(a_long_answer_ends_with_its_client);
LAW(told_is_not_yet_heard);

}  // namespace
