#include "support/client.h"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "context/context.h"
#include "context/errc.h"
#include "context/manual_clock.h"
#include "support/failures.h"
#include "support/stage.h"

namespace {

using http::Request;
using http::ResponseWriter;
using stage::failures_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNull;
using testing::Pointee;
using testing::StartsWith;

void hello(ResponseWriter& response, const Request& /*request*/) { response.write("hello"); }

struct Color {
  using value_type = std::string;
};

TEST(ClientTest, sends_what_it_was_made_for_and_gets_the_answer) {
  explore([](World& world) {
    auto& client = world.make<Client>(world, "POST", "/form?a=1");
    client.sends_to([](ResponseWriter& response, const Request& request) {
      response.write(request.method + " " + request.target);
    });
    EXPECT_EQ(client.response().body(), "POST /form?a=1");
    EXPECT_THAT(world.story().text(), StartsWith("  1  client   POST /form?a=1\n"));
  });
}

TEST(ClientTest, needs_the_handler_no_longer_than_it_takes_to_send) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    {
      http::Handler handler = [&, text = std::string("hello")](ResponseWriter& response, auto&) {
        world.wait_for("the fetch returns");
        response.write(text);
      };
      client.sends_to(handler);
      handler = nullptr;
    }
    world.run();
    EXPECT_EQ(client.response().body(), "hello");
  });
}

TEST(ClientTest, that_gives_up_before_it_asks_sends_a_cancelled_request) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    bool cancelled = false;
    client.gives_up();
    client.sends_to([&](auto&, const Request& request) {
      cancelled = request.context().err() == std::errc::operation_canceled;
    });
    EXPECT_TRUE(cancelled);
    EXPECT_EQ(world.story().text(),
              "  1  client  gives up: the request is cancelled\n"
              "  2  client  GET /\n");
  });
}

TEST(ClientTest, that_gives_up_during_the_request_cancels_it_on_its_own_thread) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    auto& canceller = world.make<std::string>();
    client.sends_to([&](auto&, const Request& request) {
      const std::stop_callback note(request.context().done(),
                                    [&] { canceller = stage::name_of_this_thread(); });
      EXPECT_FALSE(request.context().err());
      world.wait_for("the fetch returns");
      EXPECT_TRUE(request.context().err());
    });
    EXPECT_EQ(canceller, "");
    client.gives_up();
    EXPECT_EQ(canceller, "client");
  });
}

TEST(ClientTest, that_gives_up_after_the_answer_harms_nobody) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    client.sends_to(hello);
    client.gives_up();
    client.gives_up();
    EXPECT_EQ(client.response().body(), "hello");
  });
}

TEST(ClientTest, cancels_no_request_but_its_own) {
  explore([](World& world) {
    auto& impatient = world.make<Client>(world);
    auto& patient = world.make<Client>(world);
    impatient.gives_up();
    patient.sends_to(hello);
    EXPECT_EQ(patient.response().body(), "hello");
  });
}

TEST(ClientTest, that_may_give_up_does_so_once_at_every_point_of_the_walk) {
  int orders = 0;
  int cancelled = 0;
  explore([&](World& world) {
    ++orders;
    auto& client = world.make<Client>(world);
    client.sends_to([&](auto&, const Request& request) {
      world.wait_for("the fetch returns");
      if (request.context().err()) ++cancelled;
    });
    client.may_give_up();
  });
  EXPECT_EQ(orders, 2);
  EXPECT_EQ(cancelled, 1);
}

TEST(ClientTest, derives_its_request_from_nothing_but_the_background_unless_told) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    client.sends_to([](auto&, const Request& request) {
      EXPECT_EQ(request.context().deadline(), std::nullopt);
      EXPECT_THAT(request.context().value<Color>(), IsNull());
    });
  });
}

TEST(ClientTest, hands_on_what_the_parent_carries) {
  explore([](World& world) {
    const auto parent = context::with_value<Color>(context::background(), "green");
    auto& client = world.make<Client>(world, "GET", "/", parent);
    client.sends_to([&](auto&, const Request& request) {
      EXPECT_NE(request.context(), parent);
      EXPECT_THAT(request.context().value<Color>(), Pointee(std::string("green")));
    });
  });
}

TEST(ClientTest, has_its_request_cancelled_with_the_parent) {
  explore([](World& world) {
    auto [parent, cancel] = context::with_cancel(context::background());
    auto& client = world.make<Client>(world, "GET", "/", parent);
    cancel();
    client.sends_to([](auto&, const Request& request) {
      EXPECT_EQ(request.context().err(), context::Errc::canceled);
    });
  });
}

TEST(ClientTest, cancels_its_request_and_not_the_parent) {
  explore([](World& world) {
    auto [parent, cancel] = context::with_cancel(context::background());
    auto& client = world.make<Client>(world, "GET", "/", parent);
    client.gives_up();
    EXPECT_FALSE(parent.err());
  });
}

TEST(ClientTest, lives_by_the_clock_of_the_parent) {
  explore([](World& world) {
    auto& clock = world.make<context::testing::ManualClock>();
    auto& client = world.make<Client>(world, "GET", "/", clock.background());
    client.sends_to([&](auto&, const Request& request) {
      auto [ctx, cancel] = context::with_timeout(request.context(), std::chrono::hours(1));
      EXPECT_FALSE(ctx.err());
      clock.advance(std::chrono::hours(1));
      EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
      EXPECT_FALSE(request.context().err());
    });
  });
}

TEST(ClientTest, fails_when_it_is_answered_after_the_end_of_the_parent) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto [parent, cancel] = context::with_cancel(context::background());
                  auto& client = world.make<Client>(world, "GET", "/", parent);
                  cancel();
                  client.sends_to(hello);
                });
              }),
              ElementsAre(HasSubstr("The handler writes \"hello\" after the cancellation.")));
}

}  // namespace
