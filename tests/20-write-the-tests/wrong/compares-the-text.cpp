// Compares the body as a whole, and knows nothing of calls and of the header. Caught by: YourTest.catches_the_afterthought, YourTest.catches_the_confessor, YourTest.catches_the_herald, YourTest.catches_the_minimalist, YourTest.catches_the_nameless, YourTest.catches_the_once, YourTest.catches_the_stammerer
#include "server.h"

#include <string>
#include <system_error>

#include "context/context.h"
#include "support/spy_store_with_rows.h"
#include "support/stage.h"

namespace {

using namespace std::string_literals;
using stage::SpyStoreWithRows;
using Rows = SpyStoreWithRows::Rows;

const auto broken = make_error_code(std::errc::io_error);

/// A store that has `rows` for ann, the handler before it, and ann.
struct Scene {
  Scene(World& world, const Rows& rows) : store(world, {}), ann(world, "GET", "/rows?of=ann") {
    store.has("/rows?of=ann", rows);
  }

  /// What has to be so whenever the handler has returned.
  void expect_all_is_over() const {
    EXPECT_EQ(store.open(), 0) << "The handler has returned, and a cursor is still open.";
    EXPECT_EQ(store.asked_late(), 0) << "The store was asked for somebody who had given up.";
  }

  SpyStoreWithRows store;
  Client ann;
  http::Handler handler = server(store);
};

/// That a client who stays to the end gets `rows` by these calls.
void expect_sent(const Rows& rows, const std::string& body) {
  explore([&](World& world) {
    auto& scene = world.make<Scene>(world, rows);

    scene.ann.sends_to(scene.handler);
    world.run();

    EXPECT_EQ(scene.ann.response().body(), body);
    scene.expect_all_is_over();
  });
}

TEST(Server, writes_each_row_by_itself_behind_the_head) {
  expect_sent({"a,1", "b,2"}, "a,1\nb,2\n");
}

TEST(Server, sends_the_head_also_when_there_are_no_rows) { expect_sent({}, ""); }

TEST(Server, writes_rows_as_they_are) { expect_sent({"", "a\0b"s, "\xff\n"}, "\na\0b\n\xff\n\n"s); }

TEST(Server, ends_the_stream_at_an_error_behind_a_row) {
  expect_sent({"a,1", std::unexpected(broken)}, "a,1\n");
}

TEST(Server, writes_a_row_before_it_asks_for_the_next) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1", "b,2"});
    scene.ann.response().write_slowly();

    scene.ann.sends_to(scene.handler);
    world.let("the query returns");
    world.let("the next row comes");

    EXPECT_EQ(scene.ann.response().body(), "a,1\n");
    EXPECT_EQ(scene.store.asked(), 1) << "The first row is still being written.";
    world.run();
  });
}

TEST(Server, answers_500_to_any_error_before_the_first_row) {
  for (const std::error_code error : {broken, make_error_code(context::Errc::canceled)}) {
    for (const bool in_the_query : {true, false}) {
      explore([&](World& world) {
        auto& scene = world.make<Scene>(world, Rows{std::unexpected(error)});
        if (in_the_query) scene.store.fails(error);

        scene.ann.sends_to(scene.handler);
        world.run();

        EXPECT_EQ(scene.ann.response().status(), http::Status::internal_server_error);
        EXPECT_EQ(scene.ann.response().body(), error.message());
        EXPECT_EQ(scene.store.queries(), 1);
        scene.expect_all_is_over();
      });
    }
  }
}

TEST(Server, falls_silent_when_the_client_gives_up_whenever_that_is) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1", "b,2"});
    scene.ann.response().write_slowly();

    scene.ann.sends_to(scene.handler);
    scene.ann.may_give_up();
    world.with_ties();
    world.run();

    scene.expect_all_is_over();
  });
}

TEST(Server, does_not_wait_for_the_store_when_the_client_gives_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1"});

    scene.ann.sends_to(scene.handler);
    world.let("the query returns");
    scene.ann.gives_up();

    EXPECT_TRUE(world.finished("handler")) << "The client has given up, and a row is waited for.";
    world.run();
  });
}

TEST(Server, knows_that_the_client_has_given_up_before_all_have_been_told) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1"});
    scene.store.hears_first();

    scene.ann.sends_to(scene.handler);
    world.let("the query returns");
    scene.ann.gives_up();
    world.run();

    EXPECT_EQ(scene.ann.response().body(), "");
  });
}

TEST(Server, asks_nothing_for_a_request_that_comes_cancelled) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1"});

    scene.ann.gives_up();
    scene.ann.sends_to(scene.handler);
    world.run();

    EXPECT_EQ(scene.store.queries(), 0);
    EXPECT_FALSE(scene.ann.response().touched());
  });
}

TEST(Server, serves_the_next_request_like_the_first) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1"});
    auto& next = world.make<Client>(world, "GET", "/rows?of=ann");

    scene.ann.sends_to(scene.handler);
    world.run();
    next.sends_to(scene.handler);
    world.run();

    EXPECT_EQ(next.response().body(), scene.ann.response().body());
  });
}

TEST(Server, serves_two_at_the_same_time) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1", "b,2"});
    auto& ben = world.make<Client>(world, "GET", "/rows?of=ben");
    scene.store.has("/rows?of=ben", Rows{"c,3"});

    scene.ann.sends_to(scene.handler);
    world.let("the query returns");
    ben.sends_to(scene.handler);
    EXPECT_EQ(scene.store.queries(), 2) << "Ben waits for ann.";
    world.run();

    EXPECT_EQ(scene.ann.response().body(), "a,1\nb,2\n");
    EXPECT_EQ(ben.response().body(), "c,3\n");
  });
}

}  // namespace
