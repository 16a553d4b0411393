#include "server.h"

#include <atomic>
#include <chrono>
#include <string>

#include "context/manual_clock.h"
#include "probe.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;

constexpr auto tick = 1h;

/// A client, who asks the handler, who asks a slow store. All of them live by a clock that stands
/// still until it is moved.
struct Scene {
  explicit Scene(World& scene_world, context::Clock::duration patience = 1000h)
      : world(scene_world),
        handler([this, patience, serve = server(store)](auto& response, const auto& request) {
          const auto [ctx, cancel] = context::with_timeout(request.context(), patience);
          probe.watch(ctx);
          serve(response, request.with_context(ctx));
        }) {}

  Client& new_client() { return world.make<Client>(world, "GET", "/", clock.background()); }

  void client_asks() {
    client.sends_to(handler);
    if (world.finished("handler") || !probe.live() || clock.pending_timers() > 1) return;
    ADD_FAILURE() << "The store waits, and nothing is set on the clock by which its context lives. "
                     "What sleeps by that clock is context::sleep_for(ctx, ...).";
  }

  void passes(context::Clock::duration time, const std::string& event = "a tick passes") {
    may_pass(time, event);
    world.let(event);
  }

  void may_pass(context::Clock::duration time, const std::string& event = "a tick passes") {
    world.may_happen(event, "clock", [this, time, event] {
      world.tell(event);
      if (probe.live()) ++live_ticks;
      clock.advance(time);
    });
  }

  World& world;
  context::testing::ManualClock clock;
  Probe probe{world};
  SlowStore store{"hello", tick, [this](char character) { probe.built(character); }};
  http::Handler handler;
  Client& client = new_client();
  std::atomic<std::size_t> live_ticks = 0;
};

TEST(SlowStore, builds_a_character_a_tick) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.client_asks();
    scene.passes(59min, "59 minutes pass");
    EXPECT_EQ(scene.probe.text(), "") << "The first tick is not over yet.";
    scene.passes(1min, "a minute passes");
    EXPECT_EQ(scene.probe.text(), "h") << "One tick, one character.";
    scene.passes(tick);
    scene.passes(tick);
    EXPECT_EQ(scene.probe.text(), "hel") << "Three ticks, three characters.";
    scene.passes(tick);
    scene.passes(tick);
  });
}

TEST(SlowStore, returns_all_of_it_when_nobody_gives_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.client_asks();
    for (int i = 0; i < 5; ++i) scene.passes(tick);

    EXPECT_EQ(scene.client.response().body(), "hello");
    EXPECT_EQ(scene.probe.text(), "hello") << "Tell built() of each character, once.";
  });
}

TEST(SlowStore, wakes_at_once_when_the_client_gives_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    world.with_holds_over_events();
    scene.client_asks();
    scene.passes(tick);
    scene.client.gives_up();

    EXPECT_TRUE(world.finished("handler"))
        << "The client has given up, and the store sleeps on. It must be woken by the "
           "cancellation: let it sleep in the ctx that it got.";
    scene.passes(tick);
    EXPECT_EQ(scene.clock.pending_timers(), 0U) << "A timer was left behind, for nobody.";
  });
}

TEST(SlowStore, builds_exactly_as_many_characters_as_ticks_were_wanted) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.client_asks();
    scene.client.may_give_up();
    for (int i = 0; i < 5; ++i) scene.may_pass(tick);
    world.run();

    EXPECT_EQ(scene.probe.text(), std::string("hello").substr(0, scene.live_ticks));
  });
}

TEST(SlowStore, takes_a_tie_for_a_cancellation) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.client_asks();
    scene.may_pass(tick);
    scene.client.may_give_up();
    world.let_both("a tick passes", "the client gives up");

    EXPECT_EQ(scene.probe.text(), "");
  });
}

TEST(SlowStore, hears_of_a_cancellation_while_it_is_awake) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.probe.hold_at('e');

    scene.client_asks();
    scene.passes(tick);
    scene.passes(tick);
    scene.client.gives_up();
    world.let("the store goes on");

    EXPECT_TRUE(world.finished("handler"))
        << "The client gave up while the store was busy with a character, and the store went to "
           "sleep all the same: a wakeup that comes before the sleep must not be lost.";
  });
}

TEST(SlowStore, looks_once_more_before_it_answers) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.probe.hold_at('o');

    scene.client_asks();
    for (int i = 0; i < 5; ++i) scene.passes(tick);
    scene.client.gives_up();
    world.let("the store goes on");

    EXPECT_EQ(scene.client.response().body(), "")
        << "The client gave up while built() was told of the last character, and the store "
           "returned the data all the same: ask ctx.err() once more, before you return it.";
  });
}

TEST(SlowStore, builds_nothing_when_the_request_comes_cancelled) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.client.gives_up();
    scene.client_asks();

    EXPECT_TRUE(world.finished("handler")) << "Nobody waits for this, so don't begin to sleep.";
    EXPECT_EQ(scene.probe.text(), "");
  });
}

TEST(SlowStore, returns_a_timeout_when_the_deadline_has_passed) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, 150min);

    scene.client_asks();
    scene.passes(tick);
    scene.passes(tick);
    scene.passes(30min, "30 minutes pass");

    EXPECT_EQ(scene.client.response().status(), http::Status::gateway_timeout)
        << "The deadline has passed: return what ctx.err() says, and no part of the data.";
    EXPECT_EQ(scene.probe.text(), "he");
  });
}

TEST(SlowStore, starts_afresh_for_the_next_client) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    auto& patient = scene.new_client();

    scene.client_asks();
    scene.passes(tick);
    scene.client.gives_up();
    patient.sends_to(scene.handler);
    for (int i = 0; i < 5; ++i) scene.passes(tick);

    EXPECT_EQ(patient.response().body(), "hello");
    EXPECT_EQ(scene.probe.text(), "hhello")
        << "One character was for the first client, and all five are for the second.";
  });
}

}  // namespace
