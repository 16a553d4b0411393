// Asks whether the text is right, and looks at no call, no clock and no store. Caught by: YourTest.catches_the_abridger, YourTest.catches_the_afterthought, YourTest.catches_the_chopper, YourTest.catches_the_confessor, YourTest.catches_the_curious, YourTest.catches_the_diligent, YourTest.catches_the_generous, YourTest.catches_the_herald, YourTest.catches_the_hoarder, YourTest.catches_the_insistent, YourTest.catches_the_keeper, YourTest.catches_the_laggard, YourTest.catches_the_literalist, YourTest.catches_the_minimalist, YourTest.catches_the_mumbler, YourTest.catches_the_nameless, YourTest.catches_the_narrator, YourTest.catches_the_once, YourTest.catches_the_optimist, YourTest.catches_the_patient, YourTest.catches_the_queue, YourTest.catches_the_roommate, YourTest.catches_the_shrug, YourTest.catches_the_trimmer, YourTest.catches_the_wholesaler, YourTest.catches_the_romantic, YourTest.catches_the_stammerer
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
