#include "server.h"

#include "context/context.h"
#include "support/spy_store_with_context.h"
#include "support/stage.h"

namespace {

using context::with_value;
using stage::Mark;
using stage::SpyStoreWithContext;
using testing::NiceMock;

TEST(Server, writes_what_the_store_fetched) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    world.run();

    EXPECT_EQ(client.response().body(), "hello, world");
    store.assert_fetched(1);
  });
}

TEST(Server, passes_the_context_of_the_request_to_the_store) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.gives_up();

    store.assert_its_context_ended();
  });
}

TEST(Server, returns_at_once_when_the_client_gives_up) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.gives_up();

    EXPECT_TRUE(world.finished("handler"))
        << "The client has given up, and the handler still waits for the store to return.";
  });
}

TEST(Server, starts_no_thread) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);

    const std::size_t threads = stage::other_threads().size();
    EXPECT_LE(threads, 1)
        << "One thread has called the handler, and that one can call store.fetch() itself: the "
           "store returns when its context ends, so nobody needs another thread to get away.";
  });
}

TEST(Server, passes_on_all_that_the_request_carries) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to([&handler](http::ResponseWriter& response, const http::Request& request) {
      const auto mark = std::make_shared<const std::string>("a value of the request");
      handler(response, request.with_context(with_value<Mark>(request.context(), mark)));
    });
    world.run();

    store.assert_its_context_was_marked();
  });
}

TEST(Server, keeps_nothing_of_a_request_that_is_over) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);
    auto& mark_of = world.make<std::weak_ptr<const std::string>>();

    client.sends_to([&](http::ResponseWriter& response, const http::Request& request) {
      const auto mark = std::make_shared<const std::string>("a value of the request");
      mark_of = mark;
      handler(response, request.with_context(with_value<Mark>(request.context(), mark)));
    });
    world.run();

    EXPECT_TRUE(mark_of.expired())
        << "The handler has returned, and something still holds the request's context. Pass it "
           "down, and keep it nowhere.";
  });
}

TEST(Server, gives_each_request_its_own_context) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& impatient = world.make<Client>(world);
    auto& patient = world.make<Client>(world);

    impatient.sends_to(handler);
    impatient.gives_up();
    patient.sends_to(handler);
    world.run();

    EXPECT_EQ(patient.response().body(), "hello, world")
        << "Another client gave up, and this one got no answer. A context belongs to one request: "
           "keep none in the handler.";
  });
}

TEST(Server, writes_nothing_once_the_client_has_given_up) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    client.may_give_up();
    world.run();
  });
}

TEST(Server, writes_nothing_when_the_request_comes_cancelled) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, "hello, world");
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.gives_up();
    client.sends_to(handler);
    world.run();

    EXPECT_FALSE(client.response().touched()) << "The client had left before we began.";
  });
}

TEST(Server, writes_nothing_when_the_store_fails) {
  explore([](World& world) {
    const auto broken = std::unexpected(std::make_error_code(std::errc::io_error));
    auto& store = world.make<NiceMock<SpyStoreWithContext>>(world, broken);
    auto& handler = world.make<http::Handler>(server(store));
    auto& client = world.make<Client>(world);

    client.sends_to(handler);
    world.run();

    EXPECT_FALSE(client.response().touched())
        << "The store returned an error and no data: leave the response alone, header included.";
    store.assert_fetched(1);
  });
}

}  // namespace
