// The whole server, with real requests in it.
#include "server.h"

#include <string>

#include "spy_connection.h"
#include "support/stage.h"

namespace {

/// A server, its client, and a handler that says what it was asked, and takes its time for it.
struct Service {
  explicit Service(World& service_world) : world(service_world), connection(service_world) {}

  void begins() {
    world.start("server", [this] { serve(connection, handler(), context::background()); });
  }

  http::Handler handler() {
    return [this](http::ResponseWriter& response, const http::Request& request) {
      world.tell(request.method + " " + request.target);
      const std::string done = request.target + " is fetched";
      connection.at_work = true;
      static_cast<void>(world.wait_for(done, request.context().done()));
      connection.at_work = false;
      if (!request.context().err()) response.write(request.method + " " + request.target);
    };
  }

  World& world;
  SpyConnection connection;
};

TEST(Server, answers_one_request_after_the_other) {
  explore([](World& world) {
    auto& service = world.make<Service>(world);

    service.begins();
    service.connection.client_sends("GET /one HTTP/1.1\r\n\r\n");
    world.let("/one is fetched");
    EXPECT_EQ(service.connection.client.receives(),
              "HTTP/1.1 200\r\nContent-Length: 8\r\n\r\nGET /one");
    service.connection.client_sends("GET /two HTTP/1.1\r\n\r\n");
    world.let("/two is fetched");
    EXPECT_EQ(service.connection.client.receives(),
              "HTTP/1.1 200\r\nContent-Length: 8\r\n\r\nGET /two");

    service.connection.client_hangs_up();
  });
}

TEST(Server, damages_no_request_that_came_early) {
  explore([](World& world) {
    auto& service = world.make<Service>(world);

    service.begins();
    service.connection.client_sends("GET /one HTTP/1.1\r\n\r\nGET /two HTTP/1.1\r\n\r\n");
    world.let("/one is fetched");
    world.let("/two is fetched");

    EXPECT_EQ(service.connection.client.receives(),
              "HTTP/1.1 200\r\nContent-Length: 8\r\n\r\nGET /one"
              "HTTP/1.1 200\r\nContent-Length: 8\r\n\r\nGET /two");
    service.connection.client_hangs_up();
  });
}

TEST(Server, notices_a_hang_up_also_behind_a_request_that_came_early) {
  explore([](World& world) {
    auto& service = world.make<Service>(world);

    service.begins();
    service.connection.client_sends("GET /one HTTP/1.1\r\n\r\nGET /two HTTP/1.1\r\n\r\n");
    world.let("/one is fetched");
    service.connection.client_hangs_up();

    EXPECT_TRUE(world.finished("server"))
        << "The client has hung up while their second request was at work, and that goes on.";
    world.run();
  });
}

TEST(Server, writes_nothing_once_the_client_has_hung_up) {
  explore([](World& world) {
    auto& service = world.make<Service>(world);

    service.begins();
    service.connection.client_sends("GET /one HTTP/1.1\r\n\r\n");
    service.connection.client_may_hang_up();
    world.run();
  });
}

}  // namespace
