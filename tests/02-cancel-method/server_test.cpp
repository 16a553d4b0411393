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
    store.assert_fetched(1);
  });
}

TEST(Server, tells_the_store_when_the_client_gives_up) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);
    client.response().forgive_late_writes();

    client.sends_to(handler);
    client.gives_up();
    world.run();

    store.assert_told();
  });
}

}  // namespace
