// The laws of this step alone: who was first, and what is left.
#include "server.h"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <system_error>
#include <vector>

#include "context/manual_clock.h"
#include "support/laws/backend_store_with_context.h"
#include "support/laws/law.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::testing::ManualClock;
using stage::laws::Answer;
using stage::laws::Backend;
using stage::laws::BackendStoreWithContext;
using stage::laws::nothing;
using stage::laws::Scene;
using stage::laws::Subject;
using stage::laws::uphold;
using stage::laws::Visitor;

Subject subject() {
  return {.serve =
              [](World& world, Backend& backend) {
                return server(world.make<BackendStoreWithContext>(backend), 10min);
              },
          .late = {http::Status::gateway_timeout, "context deadline exceeded"}};
}

/// Visitors who live by `clock`, one for each answer that the store has for them.
std::vector<Visitor*> visitors_who_get(Scene& scene, ManualClock& clock,
                                       const std::vector<Answer>& answers) {
  auto visitors = scene.visitors(answers.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    visitors[i]->lives_by(clock);
    scene.backend().answers(visitors[i]->name(), answers[i]);
  }
  return visitors;
}

void ten_minutes_pass(Scene& scene, ManualClock& clock) {
  passes(scene, clock, 10min, "ten minutes pass");
}

const std::vector<Answer> errors = {std::unexpected(make_error_code(std::errc::io_error)),
                                    std::unexpected(make_error_code(std::errc::timed_out)),
                                    std::unexpected(make_error_code(context::Errc::canceled))};

TEST(Law, once_the_time_is_up_every_error_comes_of_that) {
  uphold("once the time is up, ours or the request's, every error comes of that.", subject(),
         {[](Scene& scene) {
            auto& clock = scene.world().make<ManualClock>();
            const auto visitors = visitors_who_get(scene, clock, errors);
            scene.backend().be_stubborn();

            for (Visitor* const visitor : visitors) visitor->asks();
            ten_minutes_pass(scene, clock);
            for (Visitor* const visitor : visitors) visitor->is_done_with();

            for (Visitor* const visitor : visitors) visitor->expect(scene.subject().late);
          },
          [](Scene& scene) {
            auto& clock = scene.world().make<ManualClock>();
            const auto visitors = visitors_who_get(scene, clock, errors);
            for (Visitor* const visitor : visitors) visitor->has_time(clock, 9min);
            scene.backend().be_stubborn();

            for (Visitor* const visitor : visitors) visitor->asks();
            ten_minutes_pass(scene, clock);
            for (Visitor* const visitor : visitors) visitor->is_done_with();

            for (Visitor* const visitor : visitors) visitor->expect(scene.subject().late);
          }});
}

TEST(Law, data_are_welcome_also_when_they_are_late) {
  uphold("data are welcome, also when the time was up by then.", subject(), {[](Scene& scene) {
           auto& clock = scene.world().make<ManualClock>();
           const auto visitors = visitors_who_get(scene, clock, {"data", ""});
           Visitor& hasty = scene.visitor("ann");
           hasty.has_time(clock, 3min);
           scene.backend().be_stubborn();

           for (Visitor* const visitor : visitors) visitor->asks();
           hasty.asks();
           ten_minutes_pass(scene, clock);
           for (Visitor* const visitor : visitors) visitor->is_done_with();
           hasty.is_done_with();

           for (Visitor* const visitor : visitors) visitor->expect_its_answer();
           hasty.expect_its_answer();
         }});
}

TEST(Law, who_has_left_gets_nothing_whatever_the_store_says) {
  uphold("whoever has given up gets nothing, whatever the store says, and whatever the clock.",
         subject(), {[](Scene& scene) {
           std::vector<Answer> answers = errors;
           answers.emplace_back("data");
           auto& clock = scene.world().make<ManualClock>();
           const auto visitors = visitors_who_get(scene, clock, answers);
           scene.backend().be_stubborn();

           for (Visitor* const visitor : visitors) visitor->asks();
           visitors.front()->gives_up();
           visitors.front()->is_done_with();
           ten_minutes_pass(scene, clock);
           for (Visitor* const visitor : visitors) {
             if (visitor != visitors.front()) visitor->gives_up();
             visitor->is_done_with();
           }

           for (Visitor* const visitor : visitors) visitor->expect(nothing());
         }});
}

TEST(Law, who_has_left_has_left_before_all_have_heard_of_it) {
  uphold("told is not yet heard: whoever has given up has, even while a callback still waits.",
         subject(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           World& world = scene.world();

           ann.asks();
           world.make<std::stop_callback<std::function<void()>>>(
               ann.request().context().done(),
               [&world] { world.wait_for("the others hear of it"); });
           ann.gives_up();
           ann.is_done_with();

           ann.expect(nothing());
           world.run();
         }});
}

TEST(Law, no_timer_is_left_however_it_ends) {
  uphold("once the handler has returned, no timer of its own is left.", subject(),
         {[](Scene& scene) {
           auto& clock = scene.world().make<ManualClock>();
           const auto visitors =
               visitors_who_get(scene, clock, {errors[0], "data", "", "never", "late"});
           const auto timers = [&clock] { return static_cast<int>(clock.pending_timers()); };

           visitors[4]->asks();
           for (Visitor* const visitor : {visitors[0], visitors[1]}) {
             visitor->asks();
             visitor->is_served();
             EXPECT_LE(timers(), 1) << visitor->name() << " is served. no. 5 waits still.";
           }
           visitors[2]->asks();
           visitors[2]->gives_up();
           EXPECT_LE(timers(), 1) << "no. 3 has given up. no. 5 waits still.";
           visitors[3]->gives_up();
           visitors[3]->asks();
           visitors[3]->is_done_with();
           EXPECT_LE(timers(), 1) << "no. 4 had given up before. no. 5 waits still.";
           ten_minutes_pass(scene, clock);

           visitors[4]->expect(scene.subject().late);
           EXPECT_EQ(timers(), 0) << "Nobody waits any more.";
         }});
}

}  // namespace
