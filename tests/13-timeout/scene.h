#pragma once
#include "server.h"

#include <atomic>
#include <chrono>
#include <string>
#include <utility>

#include "context/manual_clock.h"
#include "support/spy_store_with_context.h"
#include "support/stage.h"

/// A client, a handler that is patient for ten minutes, and a store. All of them live by a clock
/// that stands still until it is moved.
struct Scene {
  explicit Scene(World& scene_world, stage::SpyStoreWithContext::Answer answer = "hello")
      : world(scene_world), store(world, std::move(answer)) {}

  Client& new_client() { return world.make<Client>(world, "GET", "/", clock.background()); }

  /// A request of `who`.
  void asks(Client& who) {
    who.sends_to(noting_the_end(handler));
    expect_no_answer_yet(who);
  }

  /// A request of `who`, which has to be over within `limit`.
  void asks(Client& who, context::Clock::duration limit) {
    who.sends_to([limit, serve = noting_the_end(handler)](auto& response, const auto& request) {
      const auto [ctx, cancel] = context::with_timeout(request.context(), limit);
      serve(response, request.with_context(ctx));
    });
    expect_no_answer_yet(who);
  }

  static void expect_no_answer_yet(Client& who) {
    if (!who.response().touched()) return;
    ADD_FAILURE()
        << "Nothing has happened yet, and the handler has answered already. Had the context that "
           "the store was given ended by then? Keep its CancelFunc until the fetch returns.";
  }

  http::Handler noting_the_end(const http::Handler& next) {
    return [this, next](auto& response, const auto& request) {
      next(response, request);
      wanted_at_the_end = !request.context().err();
    };
  }

  void may_pass(context::Clock::duration time, const std::string& event) {
    world.may_happen(event, "clock", [this, time, event] {
      world.tell(event);
      if (!world.finished("handler")) time_was_up = true;
      clock.advance(time);
    });
  }

  void pass(context::Clock::duration time, const std::string& event) {
    may_pass(time, event);
    world.let(event);
  }

  void expect_timed_out(const std::string& why) {
    if (!world.finished("handler")) {
      ADD_FAILURE() << why << ", and the handler still waits for the store.";
    } else {
      expect_answer(504, "context deadline exceeded", why);
    }
  }

  void expect_answer(int status, const std::string& body, const std::string& why) {
    const std::string right = std::to_string(status) + " and \"" + body + "\", in 1 write";
    if (sent() == right) return;
    ADD_FAILURE() << why << ". So the client should get " << right << ", and got " << sent() << "."
                  << (client.response().touched() ? ""
                                                  : " It still waits: has it given up, or has the "
                                                    "time run out? err() knows.");
  }

  /// What the client was sent, as one would say it.
  [[nodiscard]] std::string sent() const {
    const SpyResponseWriter& response = client.response();
    if (!response.touched()) return "nothing at all";
    const int status = static_cast<int>(response.status().value_or(http::Status{}));
    return std::to_string(status) + " and \"" + response.body() + "\", in " +
           std::to_string(response.writes()) + (response.writes() == 1 ? " write" : " writes");
  }

  World& world;
  context::testing::ManualClock clock;
  testing::NiceMock<stage::SpyStoreWithContext> store;
  http::Handler handler = server(store, std::chrono::minutes(10));
  Client& client = new_client();
  std::atomic<bool> wanted_at_the_end = false;
  std::atomic<bool> time_was_up = false;
};
