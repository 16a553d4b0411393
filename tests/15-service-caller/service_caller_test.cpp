#include "service_caller.h"

#include <chrono>

#include "scene.h"
#include "status_error.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;

const Script greeting = sends({"hello, ", "Ann"});

TEST(ServiceCaller, returns_the_whole_body) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, greeting);

    scene.client_asks();
    world.run();

    EXPECT_EQ(scene.http.only_request(), "GET http://users/7");
    scene.assert_outcome(body("hello, Ann"), "A body ends with an empty piece.");
  });
}

TEST(ServiceCaller, sends_the_request_under_its_own_context) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, greeting);

    scene.client_asks();
    scene.client().gives_up();

    scene.assert_over("while the request was sent");
  });
}

TEST(ServiceCaller, reads_each_piece_under_its_own_context) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, greeting);

    scene.client_asks();
    scene.let({"the status arrives", "the next piece arrives"});
    scene.client().gives_up();

    scene.assert_over("while the body was read");
  });
}

TEST(ServiceCaller, sends_the_time_that_is_left) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, greeting);
    scene.clock.advance(1h);
    scene.patience = 10s;
    scene.spent = 2500ms;

    scene.client_asks();

    EXPECT_EQ(scene.http.sent_along("X-Timeout-Ms"), "7500")
        << "Of 10 s, 2500 ms had passed. Send what is left: a duration, and not a date.";
  });
}

TEST(ServiceCaller, rounds_the_time_that_is_left_down) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, greeting);
    scene.patience = 1999us;

    scene.client_asks();

    EXPECT_EQ(scene.http.sent_along("X-Timeout-Ms"), "1")
        << "1999 microseconds are left. Nobody may be promised more.";
  });
}

TEST(ServiceCaller, never_sends_less_than_no_time) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, greeting);
    scene.patience = 10s;
    scene.timer_late_by = 11s;

    scene.client_asks();

    if (scene.http.sent().empty()) {
      scene.assert_outcome(error(context::Errc::deadline_exceeded), "No time was left to ask in.");
      return;
    }
    EXPECT_EQ(scene.http.sent_along("X-Timeout-Ms"), "0")
        << "The deadline has passed by the clock, and its timer has not fired yet. Whoever reads "
           "the header may have no use for a minus: send 0.";
  });
}

TEST(ServiceCaller, sends_the_trace_id_along) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, greeting);
    scene.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";

    scene.client_asks();

    EXPECT_EQ(scene.http.sent_along("X-Cloud-Trace-Context"), scene.trace_id);
  });
}

TEST(ServiceCaller, sends_nothing_along_that_the_context_does_not_have) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, greeting);

    scene.client_asks();

    EXPECT_EQ(scene.http.sent_along("X-Timeout-Ms"), "none") << "There is no deadline.";
    EXPECT_EQ(scene.http.sent_along("X-Cloud-Trace-Context"), "none") << "There is no trace id.";
  });
}

TEST(ServiceCaller, takes_any_status_but_200_for_an_error) {
  for (const int code : {204, 301, 404, 500, 503}) {
    if (HasFailure()) break;
    explore([status = static_cast<http::Status>(code)](World& world) {
      auto& scene = world.make<Scene>(world, sends(status));

      scene.client_asks();
      world.run();

      scene.assert_outcome(error(status_error(status)));
    });
  }
}

TEST(ServiceCaller, returns_the_error_of_a_call_that_is_refused) {
  explore([](World& world) {
    const auto refused = std::make_error_code(std::errc::connection_refused);
    auto& scene = world.make<Scene>(world, refuses(refused));

    scene.client_asks();
    world.run();

    scene.assert_outcome(error(refused));
  });
}

TEST(ServiceCaller, returns_no_part_of_a_body_that_breaks_off) {
  explore([](World& world) {
    const auto broken = std::make_error_code(std::errc::connection_reset);
    auto& scene = world.make<Scene>(world, breaks_off_after({"hello, "}, broken));

    scene.client_asks();
    world.run();

    scene.assert_outcome(error(broken), "All of the body or none of it.");
  });
}

}  // namespace
