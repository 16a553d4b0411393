#include "server.h"

#include "http/http.h"
#include "support/spy_store_with_rows.h"
#include "support/stage.h"

namespace {

using stage::SpyStoreWithRows;
using Rows = SpyStoreWithRows::Rows;

TEST(Server, writes_the_rows) {
  explore([](World& world) {
    auto& store = world.make<SpyStoreWithRows>(world, Rows{"a,1", "b,2"});
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world, "GET", "/rows?of=ann");

    client.sends_to(handler);
    world.run();

    EXPECT_EQ(client.response().body(), "a,1\nb,2\n");
  });
}

// Your turn: each promise in server.h wants a test. With these two, 28 bad handlers slip through.
TEST(Server, writes_nothing_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& store = world.make<SpyStoreWithRows>(world, Rows{"a,1", "b,2"});
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world, "GET", "/rows?of=ann");

    client.sends_to(handler);
    client.may_give_up();
    world.run();
  });
}

}  // namespace
