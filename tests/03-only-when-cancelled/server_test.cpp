#include "server.h"

#include "support/spy_store.h"
#include "support/stage.h"

namespace {

using stage::SpyStore;
using testing::NiceMock;

TEST(Server, writes_what_the_store_fetched) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    world.run();

    EXPECT_EQ(client.response().body(), "hello, world")
        << "Nobody gave up: write what store.fetch() returns.";
  });
}

TEST(Server, leaves_the_store_alone_when_nobody_gives_up) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    world.run();

    store.assert_never_told();
  });
}

TEST(Server, tells_the_store_while_it_is_fetching) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);
    client.response().forgive_late_writes();

    client.sends_to(handler);
    client.gives_up();

    store.assert_told_during_the_fetch();
  });
}

TEST(Server, tells_the_store_once) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);
    client.response().forgive_late_writes();

    client.sends_to(handler);
    client.gives_up();
    world.run();

    store.assert_told_during_the_fetch();
  });
}

TEST(Server, leaves_the_store_alone_when_the_client_gives_up_after_the_answer) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    world.let("the fetch returns");
    client.gives_up();

    store.assert_never_told();
  });
}

}  // namespace
