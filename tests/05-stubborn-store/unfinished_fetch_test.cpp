// What becomes of a fetch that its client has given up, and of those who come after.
#include "server.h"

#include <atomic>

#include "support/spy_store.h"
#include "support/stage.h"

namespace {

using stage::SpyStore;
using testing::NiceMock;

// As in server_test.cpp, handlers are made last: they go first, and wait for their threads.

/// A store whose first two fetches are told apart: each returns when the test says so, and each
/// with an answer of its own.
std::shared_ptr<Store> store_with_two_answers(World& world) {
  auto store = std::make_shared<NiceMock<SpyStore>>(world, "");
  ON_CALL(*store, fetch).WillByDefault([&world, fetches = std::make_shared<std::atomic<int>>()] {
    const std::string which = ++*fetches == 1 ? "first" : "second";
    world.tell("calls store.fetch()", "the " + which + " fetch");
    world.wait_for("the " + which + " fetch returns");
    world.story().tell("store", "returns \"" + which + " answer\"");
    return which + " answer";
  });
  ON_CALL(*store, cancel).WillByDefault([&world] {
    world.story().tell("store", "is told to cancel");
  });
  return store;
}

TEST(Server, serves_the_next_client_while_an_abandoned_fetch_still_runs) {
  explore([](World& world) {
    auto& impatient = world.make<Client>(world);
    auto& patient = world.make<Client>(world);
    auto& handler = world.make<http::Handler>(server(store_with_two_answers(world)));

    impatient.sends_to(handler);
    impatient.gives_up();
    patient.sends_to(handler);
    world.let("the second fetch returns");

    EXPECT_EQ(patient.response().body(), "second answer")
        << "The second client has to wait for a fetch that the first one has given up: let no "
           "fetch wait for another, and hold no lock while you fetch.";
  });
}

TEST(Server, gives_a_late_answer_to_nobody) {
  explore([](World& world) {
    auto& impatient = world.make<Client>(world);
    auto& patient = world.make<Client>(world);
    auto& handler = world.make<http::Handler>(server(store_with_two_answers(world)));

    impatient.sends_to(handler);
    impatient.gives_up();
    patient.sends_to(handler);
    world.let("the first fetch returns");
    world.run();

    EXPECT_EQ(patient.response().body(), "second answer")
        << "The second client got what was fetched for the first: each request needs a place of "
           "its own for its result.";
  });
}

TEST(Server, waits_for_its_threads_when_it_is_destroyed) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    auto& handler =
        world.make<http::Handler>(server(std::make_shared<NiceMock<SpyStore>>(world, "too late")));

    client.sends_to(handler);
    client.gives_up();
    world.start("end of server", [&handler] { handler = nullptr; });

    EXPECT_FALSE(world.finished("handler") && world.finished("end of server"))
        << "The server is gone, and a thread of its own is still in store.fetch(). Somebody has to "
           "join it: keep the threads in something that goes when the handler goes.";
  });
}

}  // namespace
