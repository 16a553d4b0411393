// Has all that a test wants, and no test. Caught by: YourTest.runs_to_its_end, YourTest.accepts_the_clerk, YourTest.accepts_the_delegate, YourTest.accepts_the_early_bird, YourTest.accepts_the_heir, YourTest.accepts_the_plain_one, YourTest.accepts_the_thrower, YourTest.catches_the_abridger, YourTest.catches_the_afterthought, YourTest.catches_the_chopper, YourTest.catches_the_confessor, YourTest.catches_the_curious, YourTest.catches_the_deaf, YourTest.catches_the_diligent, YourTest.catches_the_farewell, YourTest.catches_the_generous, YourTest.catches_the_herald, YourTest.catches_the_hoarder, YourTest.catches_the_insistent, YourTest.catches_the_keeper, YourTest.catches_the_laggard, YourTest.catches_the_literalist, YourTest.catches_the_minimalist, YourTest.catches_the_mumbler, YourTest.catches_the_nameless, YourTest.catches_the_narrator, YourTest.catches_the_once, YourTest.catches_the_optimist, YourTest.catches_the_patient, YourTest.catches_the_queue, YourTest.catches_the_roommate, YourTest.catches_the_shrug, YourTest.catches_the_trimmer, YourTest.catches_the_weathervane, YourTest.catches_the_wholesaler, YourTest.accepts_the_labeller, YourTest.catches_the_romantic, YourTest.catches_the_stammerer
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
