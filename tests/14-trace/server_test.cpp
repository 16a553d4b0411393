#include "server.h"

#include <chrono>
#include <optional>
#include <thread>

#include "context/context.h"
#include "scene.h"
#include "support/stage.h"
#include "trace.h"
#include "user.h"

namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

const std::string one = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string two = "105445aa7843bc8bf206b12000100000";

std::string traceparent(const std::string& id) { return "00-" + id + "-00f067aa0ba902b7-01"; }

/// The trace id that the next handler finds when with_trace() is asked.
std::string found(const Fields& fields) {
  std::string id = "none";
  const auto handler = with_trace([&id](http::ResponseWriter&, const http::Request& request) {
    if (const auto* value = request.context().value<trace::Id>()) id = *value;
  });
  httptest::ResponseRecorder response;
  http::Request request = httptest::new_request("GET", "/");
  for (const auto& [name, value] : fields) request.header.set(name, value);
  handler(response, request);
  return id;
}

TEST(Server, finds_the_trace_id_in_traceparent) {
  EXPECT_EQ(found({{"traceparent", traceparent(one)}}), one)
      << "with_trace() gives the next handler a context with the value trace::Id.";
}

TEST(Server, takes_the_cloud_header_if_there_is_no_valid_traceparent) {
  const std::string cloud = two + "/1;o=1";
  EXPECT_EQ(found({{"X-Cloud-Trace-Context", cloud}}), two);
  EXPECT_EQ(found({{"traceparent", "nonsense"}, {"X-Cloud-Trace-Context", cloud}}), two)
      << "A traceparent that is malformed says nothing. Ask the other header.";
  EXPECT_EQ(found({{"traceparent", traceparent(one)}, {"X-Cloud-Trace-Context", cloud}}), one)
      << "When both are there, traceparent goes first.";
}

TEST(Server, finds_none_in_malformed_headers) {
  for (const std::string& text :
       {std::string(), one, "00-" + one, "01" + traceparent(one).substr(2), traceparent(one) + "-x",
        traceparent(std::string(32, '0')), traceparent(std::string(32, 'X')),
        traceparent("\r\n" + one.substr(2))}) {
    EXPECT_EQ(found({{"traceparent", text}}), "none") << "The header was: " << escaped(text);
  }
  EXPECT_EQ(found({{"X-Cloud-Trace-Context", "\r\n" + one.substr(2) + "/1"}}), "none");
  EXPECT_EQ(found({}), "none");
}

TEST(Server, logs_the_trace_id_first) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks({{"traceparent", traceparent(one)}, {"X-User", "ann"}}, "/gophers");
    world.run();

    EXPECT_THAT(scene.log.lines(), ElementsAre(one + " ann GET /gophers"))
        << (scene.log.lines().empty() ? "Nothing was logged. with_log() adds a line."
                                      : "Whoever logs must stand further in than those who put "
                                        "the ids into the context.");
  });
}

TEST(Server, logs_a_dash_for_what_is_missing) {
  const auto ctx = context::background();
  const auto traced = context::with_value<trace::Id>(ctx, one);
  const auto signed_in = context::with_value<user::Id>(ctx, "ann");

  EXPECT_EQ(log_line(ctx, "hello"), "- - hello");
  EXPECT_EQ(log_line(traced, "hello"), one + " - hello");
  EXPECT_EQ(log_line(signed_in, "hello"), "- ann hello")
      << "user::Id is another key than trace::Id, though both are called Id.";
}

TEST(Server, logs_one_line_whatever_the_client_sends) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.asks({}, "/\r\n" + one + " root GET /all\x07\\");
    world.run();

    EXPECT_THAT(scene.log.lines(),
                ElementsAre("- - GET /\\x0d\\x0a" + one + " root GET /all\\x07\\x5c"))
        << "The target is what a stranger has sent. See escaped() in log.h.";
  });
}

TEST(Server, answers_the_same_whatever_the_header_says) {
  for (const Fields& fields : {Fields{}, Fields{{"traceparent", traceparent(one)}},
                               Fields{{"traceparent", "nonsense"}, {"X-User", "\r\n"}}}) {
    if (HasFailure()) break;
    explore([&fields](World& world) {
      auto& scene = world.make<Scene>(world);

      auto& client = scene.asks(fields);
      world.run();

      EXPECT_EQ(client.response().body(), "hello")
          << "Values inform, they never control: with or without them, the answer is the same.";
      EXPECT_EQ(scene.log.lines().size(), 1U) << "One line for each request.";
      scene.store.assert_fetched(1);
    });
  }
}

TEST(Server, keeps_two_requests_apart_also_on_other_threads) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    ON_CALL(scene.store, fetch).WillByDefault([&](const context::Context& ctx) {
      world.wait_for("the database is ready");
      std::jthread([&] { scene.log.add(log_line(ctx, "asks the database")); }).join();
      return "hello";
    });

    scene.asks({{"traceparent", traceparent(one)}, {"X-User", "ann"}});
    scene.asks({{"traceparent", traceparent(two)}, {"X-User", "bob"}});
    world.run();

    EXPECT_THAT(scene.log.lines(), UnorderedElementsAre(one + " ann GET /", two + " bob GET /",
                                                        one + " ann asks the database",
                                                        two + " bob asks the database"))
        << "What travels in the context goes wherever the request goes.";
  });
}

TEST(Server, passes_on_that_the_client_gives_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    auto& client = scene.asks({{"traceparent", traceparent(one)}, {"X-User", "ann"}});
    client.gives_up();

    scene.store.assert_its_context_ended();
    world.run();
    EXPECT_FALSE(client.response().touched());
  });
}

TEST(Server, passes_on_the_rest_of_the_request) {
  explore([](World& world) {
    auto& log = world.make<SpyLog>(world);
    const auto [ctx, cancel] = context::with_timeout(context::background(), std::chrono::hours(1));
    http::Request request = httptest::new_request("POST", "/gophers", "a body");
    request.header.set("traceparent", traceparent(one));
    const auto next = [&](http::ResponseWriter&, const http::Request& passed_on) {
      EXPECT_EQ(passed_on.method + ' ' + passed_on.target + ' ' + passed_on.body,
                "POST /gophers a body");
      EXPECT_EQ(passed_on.header.get("traceparent"), traceparent(one));
      EXPECT_EQ(passed_on.context().deadline(), ctx.deadline());
    };

    httptest::ResponseRecorder response;
    with_trace(with_log(next, log))(response, request.with_context(ctx));
  });
}

}  // namespace
