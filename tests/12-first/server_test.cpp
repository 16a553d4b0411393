#include "server.h"

#include "support/spy_service.h"
#include "support/stage.h"

namespace {

using stage::answering;
using stage::failing;
using stage::possibly_first;
using stage::possibly_last;
using stage::SpyService;
using testing::Contains;

/// A client whose request is under way: with all the replicas that the handler asks at once.
Client& asks(World& world, std::vector<Service*> replicas) {
  auto& handler = world.make<http::Handler>(server(std::move(replicas)));
  auto& client = world.make<Client>(world);
  client.sends_to(handler);
  return client;
}

TEST(Server, writes_the_first_answer_once) {
  explore([](World& world) {
    auto& oslo = answering(world, "oslo", "hei");
    auto& rome = answering(world, "rome", "ciao");
    auto& client = asks(world, {&oslo, &rome});

    world.with_ties();
    world.with_holds_over_events();
    world.run();

    EXPECT_THAT(possibly_first(oslo, rome), Contains(client.response().body()))
        << "Write the answer that comes first, and no other.";
    EXPECT_EQ(client.response().writes(), 1);
  });
}

TEST(Server, tells_the_losers_when_one_has_answered) {
  explore([](World& world) {
    auto& oslo = answering(world, "oslo", "hei");
    auto& paris = answering(world, "paris", "salut");
    auto& rome = answering(world, "rome", "ciao");
    asks(world, {&oslo, &paris, &rome});

    paris.comes_to_its_end();

    oslo.assert_gave_up_after(paris);
    rome.assert_gave_up_after(paris);
  });
}

TEST(Server, writes_nothing_of_a_stubborn_loser) {
  explore([](World& world) {
    auto& oslo = answering(world, "oslo", "hei");
    auto& rome = answering(world, "rome", "ciao");
    oslo.be_stubborn();
    auto& client = asks(world, {&oslo, &rome});

    rome.comes_to_its_end();
    world.run();

    EXPECT_EQ(client.response().body(), rome.text())
        << "rome was first. What oslo says after that goes nowhere.";
  });
}

TEST(Server, leaves_no_loser_behind) {
  explore([](World& world) {
    auto& oslo = answering(world, "oslo", "hei");
    auto& rome = answering(world, "rome", "ciao");
    oslo.be_stubborn();
    auto& handler = world.make<http::Handler>(server({&oslo, &rome}));
    world.make<Client>(world).sends_to(handler);

    rome.comes_to_its_end();
    world.start("end of server", [&handler] { handler = nullptr; });

    EXPECT_FALSE(world.finished("handler") && world.finished("end of server"))
        << "The server is gone, and a thread of its own still waits for oslo: who joins it?";
  });
}

TEST(Server, goes_on_when_one_fails) {
  explore([](World& world) {
    auto& oslo = failing(world, "oslo", std::errc::connection_refused);
    auto& rome = answering(world, "rome", "ciao");
    auto& client = asks(world, {&oslo, &rome});

    world.with_ties();
    world.with_holds_over_events();
    world.run();

    EXPECT_EQ(client.response().body(), rome.text())
        << "oslo has failed, but rome can give the answer: wait for it.";
  });
}

TEST(Server, answers_with_the_last_error_when_all_fail) {
  explore([](World& world) {
    auto& oslo = failing(world, "oslo", std::errc::connection_refused);
    auto& rome = failing(world, "rome", std::errc::permission_denied);
    auto& client = asks(world, {&oslo, &rome});

    world.with_ties();
    world.with_holds_over_events();
    world.run();

    EXPECT_THAT(possibly_last(oslo, rome), Contains(client.response().body()))
        << "All have failed: answer with the error that came last.";
    EXPECT_EQ(client.response().status(), http::Status::internal_server_error);
  });
}

TEST(Server, says_so_when_there_is_no_replica_to_ask) {
  explore([](World& world) {
    auto& client = asks(world, {});

    EXPECT_EQ(client.response().body(), make_error_code(std::errc::host_unreachable).message())
        << "There is no replica, so nobody will ever answer.";
    EXPECT_EQ(client.response().status(), http::Status::internal_server_error);
  });
}

TEST(Server, tells_all_replicas_when_the_client_gives_up) {
  explore([](World& world) {
    auto& oslo = answering(world, "oslo", "hei");
    auto& rome = answering(world, "rome", "ciao");
    auto& client = asks(world, {&oslo, &rome});

    client.gives_up();

    oslo.assert_gave_up("The client has given up");
    rome.assert_gave_up("The client has given up");
  });
}

TEST(Server, writes_nothing_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& oslo = failing(world, "oslo", std::errc::connection_refused);
    auto& rome = answering(world, "rome", "ciao");
    oslo.be_stubborn();
    auto& client = asks(world, {&oslo, &rome});
    client.response().write_slowly();

    world.with_ties();
    world.with_holds_over_events();
    client.may_give_up();
    world.run();
  });
}

}  // namespace
