#include "server.h"

#include <string>
#include <system_error>

#include "context/context.h"
#include "support/spy_store_with_rows.h"
#include "support/stage.h"

namespace {

using namespace std::string_literals;
using stage::SpyStoreWithRows;
using testing::ElementsAre;
using testing::IsEmpty;
using Rows = SpyStoreWithRows::Rows;

const auto broken = make_error_code(std::errc::io_error);
const auto canceled = make_error_code(context::Errc::canceled);
const auto deadline_exceeded = make_error_code(context::Errc::deadline_exceeded);

const std::string target = "/rows?of=%61nn+co&of=";  // and as it stands

/// A store that has `rows` for ann, the handler before it, and ann.
struct Scene {
  Scene(World& world, const Rows& rows) : store(world, {}), ann(world, "GET", target) {
    store.has(target, rows);
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
void expect_sent(const Rows& rows, const auto& calls) {
  explore([&](World& world) {
    auto& scene = world.make<Scene>(world, rows);

    scene.ann.sends_to(scene.handler);
    world.run();

    EXPECT_THAT(scene.ann.response().sent(), calls);
    EXPECT_EQ(scene.ann.response().sent_header().get("Content-Type"), "text/csv");
    scene.expect_all_is_over();
  });
}

TEST(Server, writes_each_row_by_itself_behind_the_head) {
  expect_sent({"a,1", "b,2"}, ElementsAre("status 200", "a,1\n", "b,2\n"));
}

TEST(Server, sends_the_head_also_when_there_are_no_rows) {
  expect_sent({}, ElementsAre("status 200"));
}

TEST(Server, writes_rows_as_they_are) {
  const std::string big(70'000, 'x');
  expect_sent({"", "a\0b"s, "\xff\n", big},
              ElementsAre("status 200", "\n", "a\0b\n"s, "\xff\n\n", big + "\n"));
}

TEST(Server, ends_the_stream_at_an_error_behind_a_row) {
  expect_sent({"a,1", std::unexpected(broken)}, ElementsAre("status 200", "a,1\n"));
}

TEST(Server, writes_a_row_before_it_asks_for_the_next) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1", "b,2", "c,3", "d,4", "e,5"});
    scene.ann.response().write_slowly();

    scene.ann.sends_to(scene.handler);
    world.let("the query returns");
    for (int row = 1; row <= 5; ++row) {
      world.let("the next row comes");
      EXPECT_EQ(scene.ann.response().writes(), row) << "A row is there, and isn't written.";
      EXPECT_EQ(scene.store.asked(), row) << "A row is still being written.";
      world.let("the write ends");
    }
    world.run();
  });
}

TEST(Server, answers_500_to_any_error_before_the_first_row) {
  for (const std::error_code error : {broken, canceled, deadline_exceeded}) {
    for (const bool in_the_query : {true, false}) {
      explore([&](World& world) {
        auto& scene = world.make<Scene>(world, Rows{std::unexpected(error)});
        if (in_the_query) scene.store.fails(error);

        scene.ann.sends_to(scene.handler);
        world.run();

        EXPECT_THAT(scene.ann.response().sent(), ElementsAre("status 500", error.message()));
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

    EXPECT_THAT(scene.ann.response().sent(), IsEmpty());
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
    auto& next = world.make<Client>(world, "GET", target);

    scene.ann.sends_to(scene.handler);
    world.run();
    next.sends_to(scene.handler);
    world.run();

    EXPECT_EQ(next.response().sent(), scene.ann.response().sent());
  });
}

TEST(Server, serves_several_at_the_same_time) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"a,1", "b,2"});
    auto& ben = world.make<Client>(world, "GET", "/rows?of=ben");
    auto& cleo = world.make<Client>(world, "GET", "/rows?of=cleo");
    scene.store.has("/rows?of=ben", Rows{"c,3"});

    scene.ann.sends_to(scene.handler);
    world.let("the query returns");
    ben.sends_to(scene.handler);
    cleo.sends_to(scene.handler);
    EXPECT_EQ(scene.store.queries(), 3) << "One of them waits for another.";
    world.run();

    EXPECT_THAT(scene.ann.response().sent(), ElementsAre("status 200", "a,1\n", "b,2\n"));
    EXPECT_THAT(ben.response().sent(), ElementsAre("status 200", "c,3\n"));
    EXPECT_THAT(cleo.response().sent(), ElementsAre("status 200"));
  });
}

}  // namespace
