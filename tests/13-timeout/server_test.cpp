#include "server.h"

#include <chrono>

#include "scene.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;

TEST(Server, writes_what_comes_in_time) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks(scene.client);
    scene.pass(9min, "nine minutes pass");
    world.let("the fetch returns");

    scene.expect_answer(200, "hello", "The store needed 9 of its 10 minutes");
  });
}

TEST(Server, answers_504_when_the_time_is_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks(scene.client);
    scene.pass(10min, "ten minutes pass");

    scene.expect_timed_out("The ten minutes are over");
  });
}

TEST(Server, answers_504_whatever_the_store_says_when_the_time_is_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.store.fails_when_cancelled(make_error_code(std::errc::connection_reset));

    scene.asks(scene.client);
    scene.pass(10min, "ten minutes pass");

    scene.expect_timed_out("The time was up, and whatever the store says then comes of that");
  });
}

TEST(Server, answers_500_to_an_error_that_comes_in_time) {
  explore([](World& world) {
    const auto broken = make_error_code(std::errc::io_error);
    auto& scene = world.make<Scene>(world, std::unexpected(broken));

    scene.asks(scene.client);
    world.let("the fetch returns");

    scene.expect_answer(500, broken.message(), "The store failed, and there was time left");
  });
}

TEST(Server, lets_an_earlier_deadline_of_the_client_stand) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks(scene.client, 3min);
    scene.pass(3min, "three minutes pass");

    scene.expect_timed_out("The client has given three minutes, and they are over");
  });
}

TEST(Server, is_no_more_patient_with_a_patient_client) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks(scene.client, 60min);
    scene.pass(10min, "ten minutes pass");

    scene.expect_timed_out("The client would wait for an hour, but our ten minutes are over");
  });
}

TEST(Server, measures_the_time_of_each_request_by_itself) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    auto& next = scene.new_client();

    scene.asks(scene.client);
    scene.pass(6min, "six minutes pass");
    scene.asks(next);
    scene.pass(4min, "four minutes pass");

    scene.expect_answer(504, "context deadline exceeded", "The first client's time was up");
    EXPECT_FALSE(next.response().touched()) << "The second client came six minutes later.";
  });
}

TEST(Server, passes_on_that_the_client_gives_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks(scene.client);
    scene.client.gives_up();

    EXPECT_TRUE(world.finished("handler"))
        << "The client has given up, and the store hasn't heard of it. What it is given must be "
           "derived from request.context().";
  });
}

TEST(Server, tells_a_timeout_from_a_departure_in_every_order) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks(scene.client);
    world.with_ties();
    scene.client.may_give_up();
    scene.may_pass(10min, "ten minutes pass");
    world.run();

    if (!scene.wanted_at_the_end) return;  // and the spy sees to it that nothing is written
    if (scene.time_was_up) return scene.expect_timed_out("The time was up, and the client waits");
    scene.expect_answer(200, "hello", "The data came in time");
  });
}

TEST(Server, leaves_no_timer_behind) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks(scene.client);
    world.let("the fetch returns");

    EXPECT_EQ(scene.clock.pending_timers(), 0U)
        << "The handler has returned, and its timer still runs, for nobody. It goes with the "
           "CancelFunc: let that end with the handler.";
  });
}

}  // namespace
