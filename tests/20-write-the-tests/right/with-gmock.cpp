// Says beforehand which calls may come, and in which order: a mock's way. Strict about all others.
#include "server.h"

#include <string>
#include <string_view>
#include <system_error>

#include "context/context.h"
#include "support/spy_store_with_rows.h"
#include "support/stage.h"

namespace {

using stage::SpyStoreWithRows;
using testing::AnyNumber;
using testing::InSequence;
using Rows = SpyStoreWithRows::Rows;

struct Play {
  Play(World& world, const Rows& rows) : store(world, {}), client(world, "GET", target) {
    store.has(target, rows);
    EXPECT_CALL(client.response(), header).Times(AnyNumber());
    EXPECT_CALL(client.response(), write_header).Times(0);
    EXPECT_CALL(client.response(), write).Times(0);
  }
  ~Play() {
    EXPECT_EQ(store.open(), 0);
    EXPECT_EQ(store.asked_late(), 0);
  }
  Play(const Play&) = delete;
  Play& operator=(const Play&) = delete;

  void expect_head() {
    EXPECT_CALL(client.response(), write_header(http::Status::ok)).WillOnce([this] {
      EXPECT_EQ(client.response().header().get("Content-Type"), "text/csv");
    });
  }
  void expect_row(std::string_view row) { EXPECT_CALL(client.response(), write(row)); }
  void expect_error(std::error_code error) {
    EXPECT_CALL(client.response(), write_header(http::Status::internal_server_error));
    EXPECT_CALL(client.response(), write(std::string_view(message = error.message())));
  }

  static constexpr auto target = "/a?b=c";
  std::string message;
  SpyStoreWithRows store;
  Client client;
  http::Handler handler = server(store);
};

const auto lost = make_error_code(std::errc::connection_reset);

TEST(Stream, of_some_rows_that_come_one_by_one) {
  explore([](World& world) {
    auto& play = world.make<Play>(world, Rows{"x", "", "y"});
    const InSequence in_this_order;
    play.expect_head();
    play.expect_row("x\n");
    play.expect_row("\n");

    play.client.sends_to(play.handler);
    world.let("the query returns");
    world.let("the next row comes");
    world.let("the next row comes");
    testing::Mock::VerifyAndClearExpectations(&play.client.response());

    EXPECT_CALL(play.client.response(), write(std::string_view("y\n")));
    world.let("the next row comes");
    testing::Mock::VerifyAndClearExpectations(&play.client.response());
    EXPECT_CALL(play.client.response(), write).Times(0);
    EXPECT_CALL(play.client.response(), write_header).Times(0);
    world.run();
    EXPECT_EQ(play.store.queries(), 1);
  });
}

TEST(Stream, of_nothing) {
  explore([](World& world) {
    auto& play = world.make<Play>(world, Rows{});
    play.expect_head();
    play.client.sends_to(play.handler);
    world.run();
  });
}

TEST(Stream, that_breaks) {
  explore([](World& world) {
    auto& play = world.make<Play>(world, Rows{"x", std::unexpected(lost)});
    const InSequence in_this_order;
    play.expect_head();
    play.expect_row("x\n");
    play.client.sends_to(play.handler);
    world.run();
  });
}

TEST(Stream, that_never_begins) {
  for (const std::error_code error : {lost, make_error_code(context::Errc::canceled)}) {
    for (const bool in_the_query : {true, false}) {
      explore([&](World& world) {
        auto& play = world.make<Play>(world, Rows{std::unexpected(error)});
        if (in_the_query) play.store.fails(error);
        const InSequence in_this_order;
        play.expect_error(error);
        play.client.sends_to(play.handler);
        world.run();
        EXPECT_EQ(play.store.queries(), 1);
      });
    }
  }
}

/// A second client, while the first is served or afterwards.
void has_a_second_client(bool at_once) {
  explore([at_once](World& world) {
    auto& play = world.make<Play>(world, Rows{"x", "y"});
    auto& next = world.make<Client>(world, "GET", "/other");
    play.store.has("/other", Rows{"z"});
    play.expect_head();
    play.expect_row("x\n");
    play.expect_row("y\n");
    EXPECT_CALL(next.response(), write_header(http::Status::ok));
    EXPECT_CALL(next.response(), write(std::string_view("z\n")));

    play.client.sends_to(play.handler);
    world.let("the query returns");
    if (!at_once) world.run();
    next.sends_to(play.handler);
    EXPECT_EQ(play.store.queries(), 2);
    world.run();
  });
}
TEST(Stream, beside_another) { has_a_second_client(true); }
TEST(Stream, after_another) { has_a_second_client(false); }

TEST(Stream, that_nobody_waits_for) {
  explore([](World& world) {
    auto& play = world.make<Play>(world, Rows{"x"});
    play.client.gives_up();
    play.client.sends_to(play.handler);
    EXPECT_TRUE(world.finished("handler"));
    EXPECT_EQ(play.store.queries(), 0);
  });
}

TEST(Stream, that_is_given_up_at_once_with_a_row) {
  explore([](World& world) {
    auto& play = world.make<Play>(world, Rows{"x"});
    play.client.sends_to(play.handler);
    world.let("the query returns");
    play.client.may_give_up();
    world.let_both("the client gives up", "the next row comes");
    EXPECT_TRUE(world.finished("handler"));
  });
}

TEST(Stream, that_is_given_up_while_a_row_is_written) {
  explore([](World& world) {
    auto& play = world.make<Play>(world, Rows{"x", "y"});
    play.expect_head();
    EXPECT_CALL(play.client.response(), write(std::string_view("x\n"))).WillOnce([&world] {
      world.wait_for("the line is free");
    });
    play.client.sends_to(play.handler);
    world.let("the query returns");
    world.let("the next row comes");
    play.client.gives_up();
    world.let("the line is free");
    EXPECT_TRUE(world.finished("handler"));
    EXPECT_EQ(play.store.asked(), 1);
  });
}

TEST(Stream, that_is_given_up_while_a_row_is_looked_for) {
  for (const bool slow_news : {false, true}) {
    explore([slow_news](World& world) {
      auto& play = world.make<Play>(world, Rows{"x"});
      if (slow_news) play.store.hears_first();
      play.client.sends_to(play.handler);
      world.let("the query returns");
      play.client.gives_up();
      EXPECT_TRUE(world.finished("handler"));
      world.run();
    });
  }
}

}  // namespace
