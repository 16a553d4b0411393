// Collects what was sent, and never begins anew. Caught by: YourTest.says_the_same_each_time, YourTest.accepts_the_clerk, YourTest.accepts_the_delegate, YourTest.accepts_the_early_bird, YourTest.accepts_the_heir, YourTest.accepts_the_plain_one, YourTest.accepts_the_thrower, YourTest.catches_the_abridger, YourTest.catches_the_afterthought, YourTest.catches_the_confessor, YourTest.catches_the_curious, YourTest.catches_the_deaf, YourTest.catches_the_diligent, YourTest.catches_the_farewell, YourTest.catches_the_generous, YourTest.catches_the_hoarder, YourTest.catches_the_insistent, YourTest.catches_the_keeper, YourTest.catches_the_laggard, YourTest.catches_the_literalist, YourTest.catches_the_minimalist, YourTest.catches_the_mumbler, YourTest.catches_the_nameless, YourTest.catches_the_narrator, YourTest.catches_the_once, YourTest.catches_the_optimist, YourTest.catches_the_patient, YourTest.catches_the_queue, YourTest.catches_the_roommate, YourTest.catches_the_shrug, YourTest.catches_the_weathervane, YourTest.accepts_the_labeller, YourTest.catches_the_romantic, YourTest.catches_the_stammerer
#include "server.h"

#include <string>
#include <vector>

#include "support/spy_store_with_rows.h"
#include "support/stage.h"

namespace {

using stage::SpyStoreWithRows;
using Rows = SpyStoreWithRows::Rows;

std::vector<std::string> sent;

void collect_what_is_sent_for(const Rows& rows) {
  explore([&](World& world) {
    auto& store = world.make<SpyStoreWithRows>(world, rows);
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    world.run();

    for (const std::string& call : client.response().sent()) sent.push_back(call);
  });
}

TEST(Server, writes_rows_behind_the_head) {
  collect_what_is_sent_for({"a,1", "b,2"});

  EXPECT_THAT(sent, testing::ElementsAre("status 200", "a,1\n", "b,2\n"));
}

TEST(Server, writes_rows_whatever_they_are) {
  collect_what_is_sent_for({"", "c,3"});

  EXPECT_THAT(sent, testing::IsSupersetOf({"\n", "c,3\n"}));
}

}  // namespace
