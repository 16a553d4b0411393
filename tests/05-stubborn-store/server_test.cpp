#include "server.h"

#include "support/spy_store.h"
#include "support/stage.h"

namespace {

using stage::SpyStore;
using testing::NiceMock;
using testing::StrictMock;

class Server : public testing::Test {
 protected:
  /// A handler over a store that the test may keep; the world's objects go in reverse order.
  static http::Handler& serve(World& world, std::shared_ptr<SpyStore> store) {
    return world.make<http::Handler>(server(std::move(store)));
  }

  static std::shared_ptr<SpyStore> stubborn(World& world) {
    return std::make_shared<NiceMock<SpyStore>>(world, "hello, world");
  }
};

TEST_F(Server, writes_what_the_store_fetched) {
  explore([](World& world) {
    const auto store = stubborn(world);
    auto& handler = serve(world, store);
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    world.run();

    EXPECT_EQ(client.response().body(), "hello, world");
    EXPECT_EQ(client.response().writes(), 1);
    store->assert_never_told();
  });
}

TEST_F(Server, returns_at_once_when_the_client_gives_up) {
  explore([](World& world) {
    auto& handler = serve(world, stubborn(world));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.gives_up();

    EXPECT_TRUE(world.finished("handler"))
        << "The client has given up, and the handler still waits for the store to return.";
  });
}

TEST_F(Server, still_tells_the_store) {
  explore([](World& world) {
    const auto store = stubborn(world);
    auto& handler = serve(world, store);
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.gives_up();

    store->assert_told_during_the_fetch();
  });
}

TEST_F(Server, writes_nothing_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& handler = serve(world, stubborn(world));
    auto& client = world.make<Client>(world);
    client.response().write_slowly();

    client.sends_to(handler);
    client.may_give_up();
    world.run();
  });
}

TEST_F(Server, writes_nothing_when_the_store_returns_as_the_client_gives_up) {
  explore([](World& world) {
    auto& handler = serve(world, stubborn(world));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.may_give_up();
    world.let_both("the client gives up", "the fetch returns");

    EXPECT_FALSE(client.response().touched()) << "It was a tie, and cancellation wins ties.";
  });
}

TEST_F(Server, neither_fetches_nor_writes_when_the_request_comes_cancelled) {
  explore([](World& world) {
    auto& handler = serve(world, std::make_shared<StrictMock<SpyStore>>(world, "hello, world"));
    auto& client = world.make<Client>(world);

    client.gives_up();
    client.sends_to(handler);
    world.run();

    EXPECT_FALSE(client.response().touched());
  });
}

TEST_F(Server, serves_the_next_client_while_an_abandoned_fetch_still_runs) {
  explore([](World& world) {
    auto& handler = serve(world, stubborn(world));
    auto& impatient = world.make<Client>(world);
    auto& patient = world.make<Client>(world);

    impatient.sends_to(handler);
    impatient.gives_up();
    patient.sends_to(handler);
    world.run();

    EXPECT_EQ(patient.response().body(), "hello, world");
  });
}

TEST_F(Server, waits_for_its_threads_when_it_is_destroyed) {
  explore([](World& world) {
    auto& handler = serve(world, stubborn(world));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.gives_up();
    world.start("end of server", [&handler] { handler = nullptr; });

    EXPECT_FALSE(world.finished("end of server"))
        << "The server is gone, and a thread of its own is still in store.fetch(): who joins it?";
  });
}

}  // namespace
