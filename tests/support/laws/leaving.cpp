// The laws of clients who give up.
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

#include "context/manual_clock.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"

namespace stage::laws {
namespace {

/// Where the backend may hear of it late, one looks when all is over.
void expect_told_now(Scene& scene, const std::vector<const Visitor*>& leavers) {
  if (scene.subject().told != Told::at_some_time) scene.expect_told_of(leavers);
}

/// That a client who gave up gets nothing, where the contract says so.
void expect_silence(Visitor& visitor, const Subject& subject) {
  if (subject.silent) visitor.expect(nothing());
}

/// A scene in which the client gives up during the fetch, with this cause.
std::function<void(Scene&)> gives_up_because(std::error_code cause) {
  return [cause](Scene& scene) {
    Visitor& ann = scene.visitor("ann");

    ann.asks();
    ann.gives_up(cause);
    expect_told_now(scene, {&ann});
    ann.is_done_with();

    expect_silence(ann, scene.subject());
    scene.expect_told_of({&ann});
  };
}

}  // namespace

void each_client_who_gives_up_counts(const Subject& subject) {
  uphold("each client who gives up counts, and nobody else.", subject,
         {
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");
               Visitor& cleo = scene.visitor("cleo");
               scene.backend().answers("ben", "");

               ann.asks();
               ann.gives_up();
               expect_told_now(scene, {&ann});
               ann.is_done_with();
               ben.asks();
               ben.gives_up();
               expect_told_now(scene, {&ann, &ben});
               ben.is_done_with();
               cleo.asks();
               cleo.is_served();

               cleo.expect_its_answer();
               expect_silence(ann, scene.subject());
               expect_silence(ben, scene.subject());
               scene.expect_told_of({&ann, &ben});
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");

               ann.asks_and_then({&ben});
               ann.gives_up();
               expect_told_now(scene, {&ann});
               ann.is_done_with();
               ben.gives_up();
               expect_told_now(scene, {&ann, &ben});
               ben.is_done_with();

               expect_silence(ann, scene.subject());
               expect_silence(ben, scene.subject());
               scene.expect_told_of({&ann, &ben});
             },
             [](Scene& scene) {
               constexpr std::size_t many = 8;
               const auto leavers = scene.visitors(many);
               Visitor& ann = scene.visitor("ann");
               std::vector<const Visitor*> left;

               for (Visitor* const leaver : leavers) {
                 leaver->asks();
                 leaver->gives_up();
                 left.push_back(leaver);
                 expect_told_now(scene, left);
                 leaver->is_done_with();
               }
               ann.asks();
               ann.is_served();

               ann.expect_its_answer();
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");

               ann.asks();
               ben.asks();
               ben.gives_up();
               expect_told_now(scene, {&ben});
               ann.gives_up();
               expect_told_now(scene, {&ann, &ben});
               ann.is_done_with();
               ben.is_done_with();

               expect_silence(ann, scene.subject());
               expect_silence(ben, scene.subject());
               scene.expect_told_of({&ann, &ben});
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");

               ann.asks();
               ben.asks();
               ann.gives_up();
               expect_told_now(scene, {&ann});
               ben.is_served();

               ben.expect_its_answer();
               ann.is_done_with();
               expect_silence(ann, scene.subject());
               scene.expect_told_of({&ann});
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");

               ann.asks();
               ben.asks();
               ben.gives_up();
               ben.is_done_with();
               expect_told_now(scene, {&ben});
               ann.is_served();

               ann.expect_its_answer();
               expect_silence(ben, scene.subject());
               scene.expect_told_of({&ben});
             },
         });
}

void who_waits_is_waited_for(const Subject& subject) {
  uphold("as long as the client waits, so does the handler: it has no patience of its own.",
         subject, {[](Scene& scene) {
           constexpr auto half_a_life = std::chrono::hours(24) * 365 * 50;
           auto& clock = scene.world().make<context::testing::ManualClock>();
           Visitor& ann = scene.visitor("ann");
           ann.has_time(clock, 2 * half_a_life);

           ann.asks();
           passes(scene, clock, half_a_life, "moves on by fifty years; ann still waits");
           expect_told_now(scene, {});
           ann.is_served();

           ann.expect_its_answer();
         }});
}

void time_lasts_to_its_last_moment(const Subject& subject) {
  uphold("a client's time lasts to its last moment, and without a deadline it never ends.", subject,
         {
             [](Scene& scene) {
               constexpr std::chrono::nanoseconds all(std::chrono::hours(1));
               constexpr std::chrono::nanoseconds blink(1);
               auto& clock = scene.world().make<context::testing::ManualClock>();
               Visitor& ann = scene.visitor("ann");
               ann.has_time(clock, all);

               ann.asks();
               passes(scene, clock, all - blink, "but for a nanosecond ann's time is up");
               expect_told_now(scene, {});
               ann.is_served();

               ann.expect_its_answer();
             },
             [](Scene& scene) {
               constexpr auto years = std::chrono::hours(24) * 365 * 50;
               auto& clock = scene.world().make<context::testing::ManualClock>();
               Visitor& ann = scene.visitor("ann");
               ann.lives_by(clock);

               ann.asks();
               passes(scene, clock, years, "moves on by fifty years; ann has no deadline");
               expect_told_now(scene, {});
               ann.is_served();

               ann.expect_its_answer();
             },
         });
}

void who_gives_up_is_let_go(const Subject& subject) {
  uphold("a client who gives up is let go at once, whatever the others do.", subject,
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");

           ann.asks();
           ben.asks();
           ben.gives_up();
           ben.expect_returned("ben has given up");
           cleo.asks();
           ann.gives_up();
           ann.expect_returned("ann has given up");
           cleo.gives_up();
           cleo.expect_returned("cleo has given up");
         }});
}

void after_the_answer_it_is_over(const Subject& subject) {
  uphold("when the client has had the answer, the request is over: giving up then changes nothing.",
         subject, {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");

           ann.asks();
           ann.is_served();
           ann.expect_its_answer();
           ben.asks();
           ann.gives_up();
           scene.expect_told_of({});
           ben.is_served();

           ben.expect_its_answer();
           scene.expect_told_of({});
         }});
}

void a_long_answer_ends_with_its_client(const Subject& subject) {
  uphold("once the client has given up no write begins, however much there is to write.", subject,
         {[](Scene& scene) {
           constexpr std::size_t much = 300'000;
           Visitor& ann = scene.visitor("ann");
           scene.backend().answers("ann", std::string(much, 'x'));
           ann.response().write_slowly();

           ann.asks();
           ann.is_served();
           ann.gives_up();
           scene.world().run();  // the spy sees to it that nothing else is written
         }});
}

void a_context_may_end_in_any_way(const Subject& subject) {
  using context::testing::ManualClock;
  uphold("a request is over when its context ends, whoever or whatever has ended it.", subject,
         {
             [](Scene& scene) {
               auto& clock = scene.world().make<ManualClock>();
               Visitor& ann = scene.visitor("ann");
               ann.has_time(clock, std::chrono::seconds(1));

               ann.asks();
               passes(scene, clock, std::chrono::seconds(1), "moves on: ann's deadline has come");
               expect_told_now(scene, {&ann});
               ann.is_done_with();

               if (scene.subject().silent) ann.expect(scene.subject().late);
               scene.expect_told_of({&ann});
             },
             gives_up_because(make_error_code(std::errc::connection_reset)),
             gives_up_because(context::Errc::deadline_exceeded),
             [](Scene& scene) {
               if (!scene.subject().refuses_the_cancelled) return;
               auto& clock = scene.world().make<ManualClock>();
               Visitor& ann = scene.visitor("ann");
               ann.has_time(clock, std::chrono::seconds(0));
               Visitor& ben = scene.visitor("ben");

               ann.asks();
               ann.is_done_with();
               ben.gives_up(make_error_code(std::errc::connection_reset));
               ben.asks();
               ben.is_done_with();

               ann.expect_no_call();
               ann.expect(scene.subject().late);
               ben.expect_no_call();
               expect_silence(ben, scene.subject());
             },
         });
}

void told_is_not_yet_heard(const Subject& subject) {
  uphold(
      "told is not yet heard: a request is over when its err() says so, also for those whom the "
      "news hasn't reached.",
      subject, {[](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        scene.backend().obey();
        scene.backend().hold_the_messenger();

        ann.asks();
        ann.gives_up();
        ann.is_done_with();  // which of several has heard first, is nobody's business
        scene.world().run();

        expect_silence(ann, scene.subject());
      }});
}

}  // namespace stage::laws
