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

TEST(Server, leaves_the_response_alone_when_the_client_gives_up_during_the_fetch) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.gives_up();
    world.run();

    EXPECT_FALSE(client.response().touched())
        << "The client gave up during the fetch, and the response was touched. Touch it when the "
           "data is there, not before, and only if request.context() is still live then.";
  });
}

TEST(Server, neither_fetches_nor_writes_when_the_request_comes_cancelled) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.gives_up();
    client.sends_to(handler);
    world.run();

    EXPECT_FALSE(client.response().touched())
        << "The request came cancelled: ask request.context() before anything else.";
    store.assert_fetched(0);
    store.assert_never_told();
  });
}

}  // namespace
