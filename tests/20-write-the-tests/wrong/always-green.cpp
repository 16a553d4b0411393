// Plays it all, and expects nothing of anybody. Caught by: YourTest.is_not_always_green, YourTest.catches_the_abridger, YourTest.catches_the_afterthought, YourTest.catches_the_chopper, YourTest.catches_the_confessor, YourTest.catches_the_curious, YourTest.catches_the_deaf, YourTest.catches_the_diligent, YourTest.catches_the_farewell, YourTest.catches_the_generous, YourTest.catches_the_herald, YourTest.catches_the_hoarder, YourTest.catches_the_insistent, YourTest.catches_the_keeper, YourTest.catches_the_laggard, YourTest.catches_the_literalist, YourTest.catches_the_minimalist, YourTest.catches_the_mumbler, YourTest.catches_the_nameless, YourTest.catches_the_narrator, YourTest.catches_the_once, YourTest.catches_the_optimist, YourTest.catches_the_patient, YourTest.catches_the_queue, YourTest.catches_the_roommate, YourTest.catches_the_shrug, YourTest.catches_the_trimmer, YourTest.catches_the_weathervane, YourTest.catches_the_wholesaler, YourTest.catches_the_romantic, YourTest.catches_the_stammerer
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
