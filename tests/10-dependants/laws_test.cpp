// What this step's contract promises beside its own idea: see tests/support/laws.
#include "store.h"

#include <chrono>
#include <string>
#include <system_error>
#include <vector>

#include "context/manual_clock.h"
#include "laws_dependants.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::testing::ManualClock;
using stage::laws::Backend;
using stage::laws::cache_get;
using stage::laws::cache_put;
using stage::laws::database_query;
using stage::laws::Dependants;
using stage::laws::failure;
using stage::laws::ok;
using stage::laws::Scene;
using stage::laws::Subject;
using stage::laws::that_shows;
using stage::laws::uphold;
using stage::laws::Visitor;

/// The store, with a cache that has nothing: each request takes all three calls.
Subject subject() {
  return {.serve =
              [](World& world, Backend& backend) {
                auto& dependants = world.make<Dependants>(backend);
                dependants.keep_nothing();
                return that_shows(world.make<CachedStore>(dependants, dependants));
              },
          .calls = 3,
          .outcome =
              [](const Backend& backend, const std::string& who) {
                return ok(backend.answer_for(who, database_query).value_or(""));
              },
          .failure = failure};
}

/// The same with a cache that has it all, unless a scene says otherwise.
Subject cached() {
  Subject subject = ::subject();
  subject.serve = [](World& world, Backend& backend) {
    auto& dependants = world.make<Dependants>(backend);
    return that_shows(world.make<CachedStore>(dependants, dependants));
  };
  subject.calls = 1;
  subject.outcome = [](const Backend& backend, const std::string& who) {
    return ok(backend.answer_for(who, cache_get).value_or(""));
  };
  return subject;
}

Subject deaf(Subject subject) {
  subject.stubborn = true;
  return subject;
}

/// Lets the calls before `place` end. So `visitor` waits for that one.
void comes_to(Scene& scene, Visitor& visitor, const std::string& place) {
  for (const std::string& before : {cache_get, database_query, cache_put}) {
    if (before == place) break;
    visitor.hears_from(before);
  }
  if (scene.world().stuck()) return;
  EXPECT_EQ(scene.backend().at_work_for(visitor.name()), std::vector<std::string>{place})
      << "That is at work for " << visitor.name() << ", whoever else is.";
}

void expect_calls(Scene& scene, const Visitor& visitor, int got, int queried, int put) {
  if (scene.world().stuck()) return;
  const auto expect = [&](const std::string& place, int wanted) {
    EXPECT_EQ(scene.backend().calls(visitor.name(), place), wanted)
        << "So often " << place << " is called for " << visitor.name() << ".";
  };
  expect(cache_get, got);
  expect(database_query, queried);
  expect(cache_put, put);
}

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
LAW(nothing_of_a_request_is_kept);
LAW(told_is_not_yet_heard);

TEST(Law, an_error_is_an_error) {
  Subject failing = subject();
  failing.calls = 2;  // of the cache and the database
  stage::laws::an_error_is_an_error(failing);
  stage::laws::any_error_is_an_error(failing);
}

TEST(Law, data_are_data_also_from_the_cache) { stage::laws::data_are_data(cached()); }

TEST(Law, what_the_cache_has_differs_from_request_to_request) {
  stage::laws::each_request_is_served_for_itself(cached());
  stage::laws::requests_at_the_same_time_do_not_meet(cached());
}

TEST(Law, each_is_asked_once) {
  uphold("each of them is asked once: get() first, query() if that fails, put() if that succeeds.",
         cached(), {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");
           const auto broken = std::unexpected(make_error_code(std::errc::io_error));
           scene.backend().answers("ann", "", cache_get);
           scene.backend().answers("ben", broken);

           for (Visitor* visitor : {&ann, &ben, &cleo}) {
             visitor->asks();
             visitor->is_served();
           }

           ann.expect(ok(""));
           expect_calls(scene, ann, 1, 0, 0);
           ben.expect(failure(make_error_code(std::errc::io_error)));
           expect_calls(scene, ben, 1, 1, 0);
           expect_calls(scene, cleo, 1, 0, 0);
         }});
}

TEST(Law, whatever_was_found_is_kept) {
  uphold("whatever the database has found, the cache is to keep it.", subject(), {[](Scene& scene) {
           const std::vector<std::string> found = {"", std::string(65'536, 'x'),
                                                   std::string(3, '\0'), "canceled"};
           const auto visitors = scene.visitors(found.size());
           for (std::size_t i = 0; i < found.size(); ++i) {
             scene.backend().answers(visitors[i]->name(), found[i], database_query);
           }

           for (Visitor* const visitor : visitors) {
             visitor->asks();
             visitor->is_served();
             visitor->expect_its_answer();
             expect_calls(scene, *visitor, 1, 1, 1);
           }
         }});
}

TEST(Law, whatever_the_caches_reason_the_database_is_asked) {
  uphold("whatever error the cache has: the database is asked, and the cache is to keep it.",
         cached(), {[](Scene& scene) {
           const std::vector<std::error_code> reasons = {
               context::Errc::canceled, context::Errc::deadline_exceeded,
               make_error_code(std::errc::operation_canceled),
               make_error_code(std::errc::timed_out), make_error_code(std::errc::interrupted)};
           const auto visitors = scene.visitors(reasons.size());
           for (std::size_t i = 0; i < reasons.size(); ++i) {
             scene.backend().answers(visitors[i]->name(), std::unexpected(reasons[i]), cache_get);
           }

           for (Visitor* const visitor : visitors) {
             visitor->asks();
             visitor->is_served();
             visitor->expect(ok(*scene.backend().answer_for(visitor->name(), database_query)));
             expect_calls(scene, *visitor, 1, 1, 1);
           }
         }});
}

TEST(Law, the_databases_error_is_returned_and_not_the_caches) {
  uphold("when both fail, the error is the database's, as it is.", cached(), {[](Scene& scene) {
           const std::vector<std::error_code> errors = {
               make_error_code(std::errc::io_error), context::Errc::canceled,
               context::Errc::deadline_exceeded, make_error_code(std::errc::operation_canceled),
               make_error_code(std::errc::timed_out)};
           const auto other = make_error_code(std::errc::no_such_file_or_directory);
           const auto visitors = scene.visitors(errors.size());
           for (std::size_t i = 0; i < errors.size(); ++i) {
             scene.backend().answers(visitors[i]->name(), std::unexpected(other), cache_get);
             scene.backend().answers(visitors[i]->name(), std::unexpected(errors[i]),
                                     database_query);
           }

           for (std::size_t i = 0; i < errors.size(); ++i) {
             visitors[i]->asks();
             visitors[i]->is_served();
             visitors[i]->expect(failure(errors[i]));
             expect_calls(scene, *visitors[i], 1, 1, 0);
           }
         }});
}

TEST(Law, nobody_is_asked_twice_whatever_the_error) {
  uphold("whatever error the database has: it has been asked once.", subject(), {[](Scene& scene) {
           constexpr int last = 133;
           scene.backend().be_quick();
           const auto visitors = scene.visitors(last);
           for (int number = 1; number <= last; ++number) {
             const std::error_code error(number, std::generic_category());
             const Visitor& visitor = *visitors[static_cast<std::size_t>(number - 1)];
             scene.backend().answers(visitor.name(), std::unexpected(error), database_query);
           }

           visitors.front()->asks_and_then({visitors.begin() + 1, visitors.end()});

           for (Visitor* const visitor : visitors) {
             visitor->expect(
                 failure(scene.backend().answer_for(visitor->name(), database_query).error()));
             expect_calls(scene, *visitor, 1, 1, 0);
           }
         }});
}

TEST(Law, whoever_is_at_work_is_told_however_the_context_ends) {
  for (const std::string& place : {cache_get, database_query, cache_put}) {
    uphold("whoever is at work is told when the context ends, and nobody is asked any more.",
           subject(), {[&](Scene& scene) {
             auto& clock = scene.world().make<ManualClock>();
             Visitor& ann = scene.visitor("ann");
             Visitor& ben = scene.visitor("ben");
             ann.has_time(clock, 1s);
             const bool queried = place != cache_get;
             const bool put = place == cache_put;

             for (Visitor* visitor : {&ann, &ben}) {
               visitor->asks();
               comes_to(scene, *visitor, place);
             }
             passes(scene, clock, 1s);
             ben.gives_up(make_error_code(std::errc::connection_reset));
             scene.expect_told_of({&ann, &ben});
             ann.is_done_with();
             ben.is_done_with();

             ann.expect(stage::laws::nothing());
             ben.expect(stage::laws::nothing());
             expect_calls(scene, ann, 1, queried ? 1 : 0, put ? 1 : 0);
             expect_calls(scene, ben, 1, queried ? 1 : 0, put ? 1 : 0);
           }});
  }
}

TEST(Law, nobody_waits_for_another_whoever_is_at_work) {
  uphold("nobody waits for another, whoever is at work.", subject(), {[](Scene& scene) {
           const auto visitors = scene.visitors(20);

           for (Visitor* const visitor : visitors) visitor->asks();
           for (const std::string& place : {cache_get, database_query, cache_put}) {
             EXPECT_EQ(scene.backend().inside(), 20) << "So many are at " << place << ".";
             for (Visitor* const visitor : visitors) visitor->hears_from(place);
           }

           for (Visitor* const visitor : visitors) visitor->expect_its_answer();
         }});
}

TEST(Law, late_is_late_whoever_comes_late) {
  for (const std::string& place : {cache_get, database_query, cache_put}) {
    for (const Subject& subject : {deaf(::subject()), deaf(cached())}) {
      uphold("what comes when the context has ended is not returned, but ctx.err().", subject,
             {[&](Scene& scene) {
               auto& clock = scene.world().make<ManualClock>();
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");
               ann.has_time(clock, 1s);
               if (place != cache_get) {
                 const auto none = std::unexpected(make_error_code(std::errc::io_error));
                 scene.backend().answers("ann", none, cache_get);
                 scene.backend().answers("ben", none, cache_get);
               }

               ann.asks();
               ben.asks();
               comes_to(scene, ann, place);
               comes_to(scene, ben, place);
               passes(scene, clock, 1s);
               ben.gives_up();
               ann.expect_not_returned("what was asked for ann is under way");
               ben.expect_not_returned("what was asked for ben is under way");
               ann.hears_from(place);
               ben.hears_from(place);
               EXPECT_EQ(scene.backend().inside(), 0) << "Nobody is asked when it is over.";

               ann.expect(stage::laws::nothing());
               ben.expect(stage::laws::nothing());
             }});
    }
  }
}

TEST(Law, all_the_time_that_there_is) {
  uphold("nobody has less time than the request has, or more.", subject(), {[](Scene& scene) {
           constexpr auto years = 24h * 365 * 30;
           auto& clock = scene.world().make<ManualClock>();
           Visitor& ann = scene.visitor("ann");
           ann.has_time(clock, years);

           ann.asks();
           for (const std::string& place : {cache_get, database_query, cache_put}) {
             passes(scene, clock, years / 3 - 1h);
             scene.expect_told_of({});
             if (place != cache_put) ann.hears_from(place);
           }
           passes(scene, clock, 3h);

           scene.expect_told_of({&ann});
           ann.expect(stage::laws::nothing());
         }});
}

}  // namespace
