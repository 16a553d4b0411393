#include "server.h"

#include "support/spy_store.h"
#include "support/stage.h"

namespace {

using stage::SpyStore;
using testing::NiceMock;

/// A handler that lives as long as the world, unless the test ends it sooner. Made last, it goes
/// first: what its threads may write to is still there when it waits for them.
http::Handler& serve(World& world, std::shared_ptr<Store> store) {
  return world.make<http::Handler>(server(std::move(store)));
}

std::shared_ptr<SpyStore> stubborn(World& world) {
  return std::make_shared<NiceMock<SpyStore>>(world, "hello, world");
}

TEST(Server, writes_what_the_store_fetched) {
  explore([](World& world) {
    const auto store = stubborn(world);
    auto& client = world.make<Client>(world);
    auto& handler = serve(world, store);

    world.with_holds_over_events();
    client.sends_to(handler);
    world.run();

    EXPECT_EQ(client.response().body(), "hello, world")
        << "Nobody gave up: write what store->fetch() returns.";
    store->assert_never_told();
  });
}

TEST(Server, returns_at_once_when_the_client_gives_up) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    auto& handler = serve(world, stubborn(world));

    world.with_holds_over_events();
    client.sends_to(handler);
    client.gives_up();

    EXPECT_TRUE(world.finished("handler"))
        << "The client has given up, and the handler still waits for the store to return. Fetch in "
           "another thread, and wait for the data or the cancellation, whichever is first. Mind "
           "that a std::jthread and the future of std::async are waited for when they are "
           "destroyed.";
  });
}

TEST(Server, still_tells_the_store) {
  explore([](World& world) {
    const auto store = stubborn(world);
    auto& client = world.make<Client>(world);
    auto& handler = serve(world, store);

    client.sends_to(handler);
    client.gives_up();

    store->assert_told_during_the_fetch();
  });
}

TEST(Server, writes_nothing_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    auto& handler = serve(world, stubborn(world));
    client.response().write_slowly();
    world.with_ties();
    world.with_holds_over_events();

    client.sends_to(handler);
    client.may_give_up();
    world.run();
  });
}

TEST(Server, writes_nothing_when_the_store_returns_as_the_client_gives_up) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    auto& handler = serve(world, stubborn(world));

    client.sends_to(handler);
    client.may_give_up();
    world.let_both("the client gives up", "the fetch returns");

    EXPECT_FALSE(client.response().touched())
        << "It was a tie, and cancellation wins ties: ask for it last, right before you write.";
  });
}

TEST(Server, writes_nothing_when_the_client_gives_up_as_the_store_returns) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    auto& handler = serve(world, stubborn(world));

    client.sends_to(handler);
    client.may_give_up();
    world.let_both("the fetch returns", "the client gives up");
  });
}

TEST(Server, does_not_return_while_its_write_is_under_way) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    auto& handler = serve(world, stubborn(world));
    client.response().write_slowly();

    client.sends_to(handler);
    world.let("the fetch returns");
    client.gives_up();

    EXPECT_FALSE(world.finished("handler"))
        << "The handler has returned, and its write is still under way in another thread. The "
           "response is gone when the handler returns: write in the handler's own thread.";
  });
}

TEST(Server, neither_fetches_nor_writes_when_the_request_comes_cancelled) {
  explore([](World& world) {
    const auto store = std::make_shared<NiceMock<SpyStore>>(world, "hello, world");
    auto& client = world.make<Client>(world);
    auto& handler = serve(world, store);

    client.gives_up();
    client.sends_to(handler);
    world.run();

    EXPECT_FALSE(client.response().touched())
        << "The request came cancelled: ask request.context() before anything else.";
    store->assert_fetched(0);
    store->assert_never_told();
  });
}

}  // namespace
