#include "server.h"

#include "support/spy_service.h"
#include "support/stage.h"

namespace {

using stage::answering;
using stage::failing;
using stage::possibly_first;
using stage::SpyService;
using testing::Contains;

/// A client whose request is under way: with all the services that the handler asks at once.
Client& asks(World& world, std::vector<Service*> services) {
  auto& handler = world.make<http::Handler>(server(std::move(services)));
  auto& client = world.make<Client>(world);
  client.sends_to(handler);
  return client;
}

TEST(Server, writes_the_answers_in_the_order_of_the_services) {
  explore([](World& world) {
    auto& users = answering(world, "users", "Ann, ");
    auto& orders = answering(world, "orders", "3 orders, ");
    auto& letters = answering(world, "letters", "no letters");
    auto& client = asks(world, {&users, &orders, &letters});

    world.with_holds_over_events();
    world.run();

    EXPECT_EQ(client.response().body(), "Ann, 3 orders, no letters")
        << "All have answered: write their parts in the order of the services.";
    for (const SpyService* service : {&users, &orders, &letters}) service->assert_asked_once();
  });
}

TEST(Server, asks_all_services_at_once) {
  explore([](World& world) {
    auto& users = answering(world, "users", "Ann, ");
    auto& orders = answering(world, "orders", "3 orders");
    asks(world, {&users, &orders});

    users.assert_working();
    orders.assert_working();
  });
}

TEST(Server, tells_the_siblings_when_one_fails) {
  explore([](World& world) {
    auto& users = answering(world, "users", "Ann, ");
    auto& orders = failing(world, "orders", std::errc::connection_refused);
    auto& letters = answering(world, "letters", "no letters");
    asks(world, {&users, &orders, &letters});

    orders.comes_to_its_end();

    users.assert_gave_up_after(orders);
    letters.assert_gave_up_after(orders);
  });
}

TEST(Server, answers_with_the_first_error_and_nothing_else) {
  explore([](World& world) {
    auto& users = answering(world, "users", "Ann, ");
    auto& orders = failing(world, "orders", std::errc::connection_refused);
    auto& letters = failing(world, "letters", std::errc::permission_denied);
    auto& client = asks(world, {&users, &orders, &letters});

    world.with_holds_over_events();
    world.run();

    EXPECT_EQ(client.response().status(), http::Status::internal_server_error);
    EXPECT_THAT(possibly_first(orders, letters), Contains(client.response().body()))
        << "Only the first error is the reason: keep it when it comes. The others follow from it.";
  });
}

TEST(Server, keeps_the_first_error_when_a_stubborn_sibling_fails_later) {
  explore([](World& world) {
    auto& users = failing(world, "users", std::errc::permission_denied);
    auto& orders = failing(world, "orders", std::errc::connection_refused);
    users.be_stubborn();
    auto& client = asks(world, {&users, &orders});

    orders.comes_to_its_end();
    world.run();

    EXPECT_EQ(client.response().body(), orders.text())
        << "orders failed first. What users says after that changes nothing.";
  });
}

TEST(Server, waits_for_a_stubborn_sibling) {
  explore([](World& world) {
    auto& users = answering(world, "users", "Ann, ");
    auto& orders = failing(world, "orders", std::errc::connection_refused);
    users.be_stubborn();
    asks(world, {&users, &orders});

    orders.comes_to_its_end();

    EXPECT_FALSE(world.finished("handler"))
        << "The handler has returned, and users still works for it. Who will join that thread?";
  });
}

TEST(Server, tells_all_services_when_the_client_gives_up) {
  explore([](World& world) {
    auto& users = answering(world, "users", "Ann, ");
    auto& orders = answering(world, "orders", "3 orders");
    auto& client = asks(world, {&users, &orders});

    client.gives_up();

    users.assert_gave_up("The client has given up");
    orders.assert_gave_up("The client has given up");
  });
}

TEST(Server, writes_nothing_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& users = answering(world, "users", "Ann, ");
    auto& orders = answering(world, "orders", "3 orders");
    auto& client = asks(world, {&users, &orders});
    client.response().write_slowly();

    world.with_ties();
    world.with_holds_over_events();
    client.may_give_up();
    world.run();
  });
}

TEST(Server, writes_no_error_either_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& users = answering(world, "users", "Ann, ");
    auto& orders = failing(world, "orders", std::errc::connection_refused);
    users.be_stubborn();
    auto& client = asks(world, {&users, &orders});
    client.response().write_slowly();

    world.with_ties();
    world.with_holds_over_events();
    client.may_give_up();
    world.run();
  });
}

}  // namespace
