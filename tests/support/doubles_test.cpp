#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "support/failures.h"
#include "support/stage.h"

namespace {

using http::Request;
using http::ResponseWriter;
using http::Status;
using stage::failures_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::NiceMock;
using testing::StrictMock;
using Spy = NiceMock<SpyResponseWriter>;
using Answer = std::function<void(ResponseWriter&)>;

http::Handler answering(const Answer& answer) {
  return [answer](ResponseWriter& response, const Request&) { answer(response); };
}

/// What the spy says of an `answer` that is given when the client has given up.
std::vector<std::string> failures_when_late(const Answer& answer) {
  return failures_of([&] {
    explore([&](World& world) {
      auto& client = world.make<Client>(world);
      client.gives_up();
      client.sends_to(answering(answer));
    });
  });
}

/// A scene in which a thread of the handler's writes when "the worker goes on". The handler joins
/// it, or returns before and leaves that to whoever ends `worker`.
void let_a_worker_write(World& world, Client& client, bool joined) {
  auto& worker = world.make<std::jthread>();
  client.sends_to([&, joined](ResponseWriter& response, const Request&) {
    worker = std::jthread([&] {
      world.wait_for("the worker goes on");
      response.write("from a worker");
    });
    if (joined) worker.join();
  });
}

TEST(SpyResponseWriterTest, remembers_what_was_written) {
  Spy response;
  response.header().set("Content-Type", "text/plain");
  response.write_header(Status::not_found);
  response.write("not ");
  response.write("here");
  EXPECT_EQ(response.header().get("Content-Type"), "text/plain");
  EXPECT_EQ(response.status(), Status::not_found);
  EXPECT_EQ(response.body(), "not here");
  EXPECT_EQ(response.writes(), 2);
}

TEST(SpyResponseWriterTest, remembers_each_call_and_the_header_that_went_with_the_first) {
  Spy response;
  response.header().set("Content-Type", "text/csv");
  response.write_header(Status::ok);
  response.header().set("Content-Type", "text/plain");
  response.write("a\n");
  response.write("");
  EXPECT_THAT(response.sent(), testing::ElementsAre("status 200", "a\n", ""));
  EXPECT_EQ(response.sent_header().get("Content-Type"), "text/csv");
}

TEST(SpyResponseWriterTest, keeps_the_first_status_and_takes_a_write_for_200) {
  Spy response;
  EXPECT_EQ(response.status(), std::nullopt);
  response.write("");
  response.write_header(Status::not_found);
  EXPECT_EQ(response.status(), Status::ok);
}

TEST(SpyResponseWriterTest, is_touched_by_whatever_is_called) {
  const auto touched_by = [](const Answer& answer) {
    Spy response;
    EXPECT_FALSE(response.touched());
    answer(response);
    return response.touched();
  };
  EXPECT_TRUE(touched_by([](auto& response) { static_cast<void>(response.header()); }));
  EXPECT_TRUE(touched_by([](auto& response) { response.write_header(Status::ok); }));
  EXPECT_TRUE(touched_by([](auto& response) { response.write(""); }));
  EXPECT_FALSE(touched_by([](auto&) {}));
}

TEST(SpyResponseWriterTest, has_nothing_against_what_is_written_in_time) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    client.sends_to(answering([](ResponseWriter& response) {
      response.header().set("Content-Type", "text/plain");
      response.write_header(Status::ok);
      response.write("hello");
    }));
    EXPECT_EQ(world.story().text(),
              "  1  client   GET /\n"
              "  2  handler  asks for the header\n"
              "  3  handler  writes the status 200\n"
              "  4  handler  writes \"hello\"\n");
    client.gives_up();
  });
}

TEST(SpyResponseWriterTest, fails_for_the_header_after_the_cancellation) {
  EXPECT_THAT(failures_when_late([](auto& response) { static_cast<void>(response.header()); }),
              ElementsAre(AllOf(
                  HasSubstr("The handler asks for the header after the cancellation."),
                  HasSubstr("handler  asks for the header        <-- after the cancellation"))));
}

TEST(SpyResponseWriterTest, fails_for_the_status_after_the_cancellation) {
  EXPECT_THAT(
      failures_when_late([](auto& response) { response.write_header(Status::gateway_timeout); }),
      ElementsAre(HasSubstr("The handler writes the status 504 after the cancellation.")));
}

TEST(SpyResponseWriterTest, fails_for_the_body_after_the_cancellation) {
  EXPECT_THAT(failures_when_late([](auto& response) { response.write("late"); }),
              ElementsAre(HasSubstr("The handler writes \"late\" after the cancellation.")));
}

TEST(SpyResponseWriterTest, fails_for_an_empty_body_after_the_cancellation) {
  EXPECT_THAT(failures_when_late([](auto& response) { response.write(""); }),
              ElementsAre(HasSubstr("The handler writes \"\" after the cancellation.")));
}

TEST(SpyResponseWriterTest, fails_for_each_call_after_the_cancellation) {
  EXPECT_THAT(failures_when_late([](auto& response) {
                response.write_header(Status::ok);
                response.write("late");
              }),
              ElementsAre(HasSubstr("writes the status 200"), HasSubstr("writes \"late\"")));
}

TEST(SpyResponseWriterTest, fails_for_a_thread_that_writes_after_the_handler_has_returned) {
  EXPECT_THAT(
      failures_of([] {
        explore([](World& world) {
          let_a_worker_write(world, world.make<Client>(world), /*joined=*/false);
        });
      }),
      ElementsAre(
          AllOf(HasSubstr("writes \"from a worker\" after the handler has returned."),
                HasSubstr("handler's thread  writes \"from a worker\"        <-- after the handler "
                          "has returned"))));
}

TEST(SpyResponseWriterTest, fails_for_a_thread_that_writes_during_the_request_but_late) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& client = world.make<Client>(world);
                  let_a_worker_write(world, client, /*joined=*/true);
                  client.may_give_up();
                });
              }),
              ElementsAre(AllOf(HasSubstr("writes \"from a worker\" after the cancellation."),
                                HasSubstr("(order 1 of 2: the client gives up -> the worker goes "
                                          "on)"))));
}

TEST(SpyResponseWriterTest, has_nothing_against_a_thread_that_writes_in_time) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    let_a_worker_write(world, client, /*joined=*/true);
    world.run();
    EXPECT_EQ(client.response().body(), "from a worker");
  });
}

TEST(SpyResponseWriterTest, only_tells_of_late_writes_when_it_forgives_them) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    client.response().forgive_late_writes();
    client.gives_up();
    client.sends_to(answering([](ResponseWriter& response) { response.write("late"); }));
    EXPECT_EQ(client.response().body(), "late");
    EXPECT_THAT(world.story().text(),
                HasSubstr("writes \"late\"        <-- after the cancellation"));
  });
}

TEST(SpyResponseWriterTest, does_not_forgive_a_write_after_the_return) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& client = world.make<Client>(world);
                  client.response().forgive_late_writes();
                  let_a_worker_write(world, client, /*joined=*/false);
                });
              }),
              ElementsAre(HasSubstr("after the handler has returned")));
}

TEST(SpyResponseWriterTest, lets_a_slow_write_end_with_an_event) {
  explore([](World& world) {
    auto& client = world.make<Client>(world);
    client.response().write_slowly();
    client.sends_to(answering([](ResponseWriter& response) { response.write("hello"); }));
    EXPECT_FALSE(world.finished("handler"));
    EXPECT_EQ(client.response().writes(), 1);

    world.let("the write ends");

    EXPECT_TRUE(world.finished("handler"));
  });
}

TEST(SpyResponseWriterTest, has_nothing_against_a_slow_write_that_began_in_time) {
  int orders = 0;
  explore([&](World& world) {
    ++orders;
    auto& client = world.make<Client>(world);
    client.response().write_slowly();
    client.sends_to(answering([](ResponseWriter& response) { response.write("hello"); }));
    client.may_give_up();
  });
  EXPECT_EQ(orders, 2);
}

TEST(SpyResponseWriterTest, fails_for_the_second_of_two_slow_writes_when_it_begins_late) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& client = world.make<Client>(world);
                  client.response().write_slowly();
                  client.sends_to(answering([](ResponseWriter& response) {
                    response.write("one");
                    response.write("two");
                  }));
                  client.may_give_up();
                });
              }),
              ElementsAre(AllOf(HasSubstr("The handler writes \"two\" after the cancellation."),
                                HasSubstr("(order 1 of 3: the client gives up -> the write ends -> "
                                          "the write ends)"))));
}

TEST(SpyResponseWriterTest, forbids_as_a_strict_mock_whatever_was_not_expected) {
  StrictMock<SpyResponseWriter> response;
  EXPECT_THAT(failures_of([&] { static_cast<void>(response.header()); }),
              ElementsAre(HasSubstr("Uninteresting mock function call")));
  EXPECT_THAT(failures_of([&] { response.write_header(Status::ok); }),
              ElementsAre(HasSubstr("Uninteresting mock function call")));
  EXPECT_THAT(failures_of([&] { response.write("hello"); }),
              ElementsAre(HasSubstr("Uninteresting mock function call")));
}

TEST(SpyResponseWriterTest, prints_a_status_as_its_number) {
  EXPECT_EQ(testing::PrintToString(http::Status::not_found), "404");
}

TEST(SpyResponseWriterTest, records_as_a_strict_mock_what_was_expected) {
  StrictMock<SpyResponseWriter> response;
  EXPECT_CALL(response, write("hello"));
  response.write("hello");
  EXPECT_EQ(response.body(), "hello");
  EXPECT_THAT(failures_of([&] { response.write("hello"); }),
              ElementsAre(HasSubstr("called more times than expected")));
}

}  // namespace
