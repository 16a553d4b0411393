#include "service_caller.h"

#include <chrono>
#include <string>
#include <system_error>
#include <vector>

#include "scene.h"
#include "status_error.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;

const auto refused = std::make_error_code(std::errc::connection_refused);
const auto broken = std::make_error_code(std::errc::connection_reset);
constexpr auto unavailable = http::Status::service_unavailable;

struct Way {
  Script script;
  std::string outcome;
};

/// What a call may come to as long as its context lasts.
const std::vector<Way> ways{
    {.script = sends({"hello, ", "Ann"}), .outcome = body("hello, Ann")},
    {.script = sends(unavailable), .outcome = error(status_error(unavailable))},
    {.script = refuses(refused), .outcome = error(refused)},
    {.script = breaks_off_after({"hello, "}, broken), .outcome = error(broken)},
};

TEST(ServiceCaller, returns_the_contexts_error_whenever_the_client_gives_up) {
  for (const Way& way : ways) {
    if (HasFailure()) break;
    explore([&way](World& world) {
      auto& scene = world.make<Scene>(world, way.script);

      world.with_ties();
      scene.client_asks();
      scene.client().may_give_up();
      world.run();

      scene.assert_outcome_unless_ended(way.outcome);
    });
  }
}

TEST(ServiceCaller, returns_the_contexts_error_whenever_the_time_is_over) {
  for (const Way& way : ways) {
    if (HasFailure()) break;
    explore([&way](World& world) {
      auto& scene = world.make<Scene>(world, way.script);
      scene.patience = 10s;

      world.with_ties();
      scene.client_asks();
      scene.may_pass(10s, "10 seconds pass");
      world.run();

      scene.assert_outcome_unless_ended(way.outcome);
    });
  }
}

TEST(ServiceCaller, returns_no_late_answer_of_a_client_that_ignores_contexts) {
  for (const Way& way : ways) {
    if (HasFailure()) break;
    explore([&way](World& world) {
      auto& scene = world.make<Scene>(world, way.script);
      scene.http.ignore_contexts();

      scene.client_asks();
      scene.client().may_give_up();
      world.run();

      scene.assert_outcome_unless_ended(way.outcome);
    });
  }
}

TEST(ServiceCaller, sends_nothing_when_the_client_has_given_up_before) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, ways.front().script);

    scene.client().gives_up();
    scene.client_asks();
    world.run();

    EXPECT_EQ(scene.http.only_request(), "0 requests")
        << "The client had left before we began. Whom should the other service work for?";
    scene.assert_outcome(error(context::Errc::canceled));
  });
}

TEST(ServiceCaller, sends_nothing_when_the_time_was_over_before) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, ways.front().script);
    scene.patience = 1s;
    scene.spent = 1s;

    scene.client_asks();
    world.run();

    EXPECT_EQ(scene.http.only_request(), "0 requests") << "There is no time left for an answer.";
    scene.assert_outcome(error(context::Errc::deadline_exceeded));
  });
}

}  // namespace
