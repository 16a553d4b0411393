// What this step's contract promises beside its own idea: see tests/support/laws.
#include "server.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

#include "scene.h"
#include "support/laws/backend_store_with_context.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"
#include "trace.h"
#include "user.h"

namespace {

using stage::laws::Answer;
using stage::laws::Backend;
using stage::laws::BackendStoreWithContext;
using stage::laws::Outcome;
using stage::laws::Subject;
using stage::laws::uphold;
using stage::laws::Visitor;
using testing::ElementsAre;
using Play = stage::laws::Scene;  // Scene is the step's own

const std::string one = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string two = "105445aa7843bc8bf206b12000100000";

std::string traceparent(const std::string& id) { return "00-" + id + "-00f067aa0ba902b7-01"; }

Subject subject() {
  return {.serve =
              [](World& world, Backend& backend) {
                return server(world.make<BackendStoreWithContext>(backend),
                              world.make<SpyLog>(world));
              },
          .refuses_the_cancelled = false,
          .failure =
              [](std::error_code error) {
                return Outcome{http::Status::internal_server_error, error.message()};
              }};
}

LAW(before_a_request_nothing_happens);
LAW(each_request_is_served_for_itself);
LAW(requests_at_the_same_time_do_not_meet);
LAW(data_are_data);
LAW(a_request_is_a_request);
LAW(what_the_request_carries_goes_along);
LAW(each_request_asks_once);
LAW(returned_means_done);
LAW(an_error_is_an_error);
LAW(each_client_who_gives_up_counts);
LAW(who_waits_is_waited_for);
LAW(who_gives_up_is_let_go);
LAW(after_the_answer_it_is_over);
LAW(a_context_may_end_in_any_way);
LAW(told_is_not_yet_heard);

/// A store over a Backend that logs on its own behalf, before it works and after.
class LoggingStore : public Store {
 public:
  LoggingStore(Backend& backend, Log& log) : backend_(backend), log_(log) {}

  Answer fetch(context::Context ctx) override {
    log_.add(log_line(ctx, "begins"));
    auto answer = backend_.fetch(ctx);
    log_.add(log_line(ctx, "ends"));
    return answer;
  }

 private:
  Backend& backend_;
  Log& log_;
};

/// A server of a scene, with a log that can be read.
struct Desk {
  explicit Desk(Play& scene) : log(scene.world()), store(scene.backend(), log) {}

  [[nodiscard]] std::vector<std::string> lines() const {
    auto sorted = log.lines();  // a request may be logged before it is served, or after
    std::ranges::sort(sorted);
    return sorted;
  }

  SpyLog log;
  LoggingStore store;
  http::Handler handler = server(store, log);
};

void has_ids(Visitor& visitor, const std::string& trace, const std::string& user) {
  visitor.request().header.set("Traceparent", traceparent(trace));
  visitor.request().header.set("x-user", user);
}

TEST(Law, each_request_has_its_own_ids_or_none) {
  uphold("each request has ids of its own, or none, whoever came before or comes meanwhile.",
         subject(),
         {[](Play& scene) {
            Visitor& ann = scene.visitor("ann");
            Visitor& ben = scene.visitor("ben");
            Visitor& cleo = scene.visitor("cleo");
            has_ids(ann, one, "ann");
            has_ids(cleo, two, "cleo");
            auto& desk = scene.world().make<Desk>(scene);

            for (Visitor* const visitor : {&ann, &ben, &cleo}) {
              visitor->asks(desk.handler);
              visitor->is_served();
            }

            EXPECT_THAT(desk.lines(), ElementsAre("- - GET /ben", "- - begins", "- - ends",
                                                  two + " cleo GET /cleo", two + " cleo begins",
                                                  two + " cleo ends", one + " ann GET /ann",
                                                  one + " ann begins", one + " ann ends"));
          },
          [](Play& scene) {
            Visitor& ann = scene.visitor("ann");
            Visitor& ben = scene.visitor("ben");
            has_ids(ann, one, "ann");
            auto& desk = scene.world().make<Desk>(scene);

            ann.asks(desk.handler);
            ben.asks(desk.handler);
            ann.is_served();
            ben.is_served();

            EXPECT_THAT(desk.lines(),
                        ElementsAre("- - GET /ben", "- - begins", "- - ends", one + " ann GET /ann",
                                    one + " ann begins", one + " ann ends"));
          }});
}

}  // namespace
