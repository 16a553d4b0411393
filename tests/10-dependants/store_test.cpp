#include "server.h"

#include <chrono>

#include "context/manual_clock.h"
#include "spy_dependants.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using testing::_;
using testing::InSequence;

const Answer nothing = failure(std::errc::no_such_file_or_directory);

/// A client, who asks the handler, who asks the store, who asks its dependants.
template <template <class> class Mock>
struct SceneWith {
  SceneWith(World& world, const Answer& cached, const Answer& found)
      : cache(world.make<Mock<SpyCache>>(world, cached)),
        database(world.make<Mock<SpyDatabase>>(world, found)),
        handler(world.make<http::Handler>(server(world.make<CachedStore>(cache, database)))),
        client(world.make<Client>(world, "GET", "/", clock.background())) {}

  void client_asks() { client.sends_to(handler); }

  void client_gives_up() {
    client.gives_up();
    cache.assert_left_in_peace();
    database.assert_left_in_peace();
  }

  context::testing::ManualClock clock;
  Mock<SpyCache>& cache;
  Mock<SpyDatabase>& database;
  http::Handler& handler;
  Client& client;
};

using Scene = SceneWith<testing::NiceMock>;
using StrictScene = SceneWith<testing::StrictMock>;  // fails for whatever isn't expected

TEST(CachedStore, returns_what_the_cache_has_and_asks_no_further) {
  explore([](World& world) {
    auto& scene = world.make<StrictScene>(world, "hello from the cache", "hello from the database");
    EXPECT_CALL(scene.cache, get);

    scene.client_asks();
    world.run();

    EXPECT_EQ(scene.client.response().body(), "hello from the cache");
  });
}

TEST(CachedStore, asks_the_database_when_the_cache_has_nothing_and_has_the_answer_kept) {
  explore([](World& world) {
    auto& scene = world.make<StrictScene>(world, nothing, "hello from the database");
    testing::MockFunction<void(std::string)> then;
    const InSequence in_this_order;
    EXPECT_CALL(scene.cache, get);
    EXPECT_CALL(then, Call("the cache answers"));
    EXPECT_CALL(scene.database, query);
    EXPECT_CALL(then, Call("the database answers"));
    EXPECT_CALL(scene.cache, put(_, "hello from the database"));

    scene.client_asks();
    for (const std::string event : {"the cache answers", "the database answers"}) {
      then.Call(event);
      world.let(event);
    }
    world.run();

    EXPECT_EQ(scene.client.response().body(), "hello from the database");
  });
}

TEST(CachedStore, does_not_take_a_failing_cache_for_a_cancellation) {
  for (const std::errc error :
       {std::errc::operation_canceled, std::errc::timed_out, std::errc::connection_refused}) {
    explore([error](World& world) {
      auto& scene = world.make<Scene>(world, failure(error), "hello from the database");

      scene.client_asks();
      world.run();

      EXPECT_EQ(scene.client.response().body(), "hello from the database")
          << "The cache has failed, and nobody has given up: ask the database. Whether somebody "
             "has given up is what ctx.err() knows, and not the cache's error.";
    });
  }
}

TEST(CachedStore, returns_the_error_of_the_database_and_has_nothing_kept) {
  explore([](World& world) {
    auto& scene = world.make<StrictScene>(world, nothing, failure(std::errc::io_error));
    EXPECT_CALL(scene.cache, get);
    EXPECT_CALL(scene.database, query);

    scene.client_asks();
    world.run();

    EXPECT_EQ(scene.client.response().status(), http::Status::internal_server_error)
        << "The database has failed: return its error, it goes to the client.";
  });
}

TEST(CachedStore, stops_at_once_when_the_client_gives_up_during_cache_get) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, nothing, "hello from the database");

    scene.client_asks();
    scene.client_gives_up();
  });
}

TEST(CachedStore, stops_at_once_when_the_client_gives_up_during_database_query) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, nothing, "hello from the database");

    scene.client_asks();
    world.let("the cache answers");
    scene.client_gives_up();
  });
}

TEST(CachedStore, stops_at_once_when_the_client_gives_up_during_cache_put) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, nothing, "hello from the database");

    scene.client_asks();
    world.let("the cache answers");
    world.let("the database answers");
    scene.client_gives_up();
  });
}

TEST(CachedStore, asks_nobody_when_the_request_comes_cancelled) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, nothing, "hello from the database");

    scene.client_gives_up();
    scene.client_asks();
  });
}

TEST(CachedStore, returns_no_late_answer_of_dependants_that_ignore_the_context) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, nothing, "hello from the database");
    scene.cache.ignore_the_context();
    scene.database.ignore_the_context();

    scene.client_asks();
    scene.client.may_give_up();
    world.with_ties();
    world.run();
  });
}

TEST(CachedStore, returns_a_timeout_when_the_deadline_has_passed) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, nothing, "hello from the database");
    const auto patient_for_5s = [&](http::ResponseWriter& response, const http::Request& request) {
      const auto [ctx, cancel] = context::with_timeout(request.context(), 5s);
      scene.handler(response, request.with_context(ctx));
    };

    scene.client.sends_to(patient_for_5s);
    world.may_happen("5 seconds pass", "clock", [&] { scene.clock.advance(5s); });
    world.let("5 seconds pass");

    EXPECT_EQ(scene.client.response().status(), http::Status::gateway_timeout)
        << "The deadline has passed: return what ctx.err() says, it knows why.";
  });
}

TEST(CachedStore, passes_the_requests_own_context_to_all_of_them) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, nothing, "hello from the database");
    const auto numbered = [&](http::ResponseWriter& response, const http::Request& request) {
      const auto ctx = context::with_value<RequestId>(request.context(), "105445aa7843bc8b");
      scene.handler(response, request.with_context(ctx));
    };

    scene.client.sends_to(numbered);
    world.run();

    scene.cache.assert_given_the_requests_own();
    scene.database.assert_given_the_requests_own();
  });
}

}  // namespace
