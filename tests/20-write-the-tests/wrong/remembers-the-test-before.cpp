// Collects what was sent, and never begins anew. Caught by: YourTest.unknown
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
