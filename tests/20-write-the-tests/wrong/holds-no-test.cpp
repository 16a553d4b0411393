// Has all that a test wants, and no test. Caught by: YourTest.unknown
#include "server.h"

#include "support/spy_store_with_rows.h"
#include "support/stage.h"

namespace {

using stage::SpyStoreWithRows;
using Rows = SpyStoreWithRows::Rows;

[[maybe_unused]] void writes_rows(World& world) {
  auto& store = world.make<SpyStoreWithRows>(world, Rows{"a,1", "b,2"});
  auto& handler = world.make<http::Handler>(server(store));
  auto& client = world.make<Client>(world, "GET", "/rows?of=ann");

  client.sends_to(handler);
  world.run();

  EXPECT_EQ(client.response().body(), "a,1\nb,2\n");
}

}  // namespace
