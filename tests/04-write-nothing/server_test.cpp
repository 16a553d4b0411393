#include "server.h"

#include "support/spy_store.h"
#include "support/stage.h"

namespace {

using stage::SpyStore;
using testing::NiceMock;
using testing::StrictMock;

TEST(Server, writes_what_the_store_fetched) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    world.run();

    EXPECT_EQ(client.response().body(), "hello, world");
    store.assert_never_told();
  });
}

TEST(Server, tells_the_store_while_it_is_fetching) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.gives_up();

    store.assert_told_during_the_fetch();
    client.response().forgive_late_writes();
  });
}

TEST(Server, writes_nothing_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);
    client.response().write_slowly();

    client.sends_to(handler);
    client.may_give_up();
    world.run();
  });
}

TEST(Server, neither_fetches_nor_writes_when_the_request_comes_cancelled) {
  explore([](World& world) {
    auto& store = world.make<StrictMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.gives_up();
    client.sends_to(handler);
    world.run();

    EXPECT_FALSE(client.response().touched());
  });
}

}  // namespace
