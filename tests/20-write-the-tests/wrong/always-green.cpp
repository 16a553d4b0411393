// Plays it all, and expects nothing of anybody. Caught by: YourTest.unknown
#include "server.h"

#include "support/spy_store_with_rows.h"
#include "support/stage.h"

namespace {

using stage::SpyStoreWithRows;
using Rows = SpyStoreWithRows::Rows;

/// A client who doesn't mind.
TEST(Server, writes_rows) {
  explore([](World& world) {
    auto& store = world.make<SpyStoreWithRows>(world, Rows{"a,1", "b,2"});
    auto& handler = world.make<http::Handler>(server(store));
    auto& response = world.make<httptest::ResponseRecorder>();

    world.start("handler",
                [&] { handler(response, httptest::new_request("GET", "/rows?of=ann")); });
    world.run();
  });
}

}  // namespace
