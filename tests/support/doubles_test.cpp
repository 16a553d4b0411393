#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "support/failures.h"
#include "support/spy_store.h"
#include "support/stage.h"

namespace {

using http::Request;
using http::ResponseWriter;
using http::Status;
using stage::failures_of;
using stage::SpyStore;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NiceMock;
using testing::Not;
using testing::StartsWith;
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
                  HasSubstr("handler  asks for the header        <-- after the cancellation\n"))));
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
                          "has returned\n"))));
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

TEST(SpyResponseWriterTest, records_as_a_strict_mock_what_was_expected) {
  StrictMock<SpyResponseWriter> response;
  EXPECT_CALL(response, write("hello"));
  response.write("hello");
  EXPECT_EQ(response.body(), "hello");
  EXPECT_THAT(failures_of([&] { response.write("hello"); }),
              ElementsAre(HasSubstr("called more times than expected")));
}

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
    client.sends_to(answering([](ResponseWriter& response) { response.write("hello"); }));
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
    patient.sends_to(answering([](ResponseWriter& response) { response.write("hello"); }));
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

/// What `scene` fails with on a store whose fetch() an actor has begun.
std::vector<std::string> failures_with_a_fetch(
    const std::function<void(World&, SpyStore&)>& scene) {
  return failures_of([&] {
    explore([&](World& world) {
      auto& store = world.make<NiceMock<SpyStore>>(world, "data");
      world.start("handler", [&] { EXPECT_EQ(store.fetch(), "data"); });
      scene(world, store);
    });
  });
}

void cancel(World& world, SpyStore& store) {
  world.start("client", [&] { store.cancel(); });
}

TEST(SpyStoreTest, takes_until_its_event_to_return_the_data) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "data");
    world.start("handler", [&] { EXPECT_EQ(store.fetch(), "data"); });
    EXPECT_FALSE(world.finished("handler"));
    world.let("the fetch returns");
    EXPECT_TRUE(world.finished("handler"));
    EXPECT_EQ(world.story().text(),
              "  1  handler  calls store.fetch()\n"
              "  2  store    returns \"data\"\n");
  });
}

TEST(SpyStoreTest, accepts_that_it_is_told_once_during_the_fetch) {
  EXPECT_THAT(failures_with_a_fetch([](World& world, SpyStore& store) {
                cancel(world, store);
                store.assert_told();
                store.assert_told_during_the_fetch();
                EXPECT_THAT(world.story().text(), HasSubstr("store    is told to cancel\n"));
              }),
              IsEmpty());
}

TEST(SpyStoreTest, fails_when_it_was_never_told) {
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_told(); }),
              ElementsAre(HasSubstr("store.cancel() was never called")));
  EXPECT_THAT(
      failures_with_a_fetch([](World&, SpyStore& store) { store.assert_told_during_the_fetch(); }),
      ElementsAre(HasSubstr("store.cancel() was never called")));
}

TEST(SpyStoreTest, fails_when_it_was_told_twice) {
  EXPECT_THAT(failures_with_a_fetch([](World& world, SpyStore& store) {
                cancel(world, store);
                cancel(world, store);
                store.assert_told_during_the_fetch();
              }),
              ElementsAre(HasSubstr("The store was told to cancel 2 times; once will do.")));
}

TEST(SpyStoreTest, fails_when_it_was_told_too_late) {
  EXPECT_THAT(failures_with_a_fetch([](World& world, SpyStore& store) {
                world.run();
                cancel(world, store);
                store.assert_told();
                store.assert_told_during_the_fetch();
              }),
              ElementsAre(AllOf(HasSubstr("told to cancel when no fetch was running"),
                                HasSubstr("is told to cancel        <-- but it isn't fetching"))));
}

TEST(SpyStoreTest, fails_when_it_was_told_too_early) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& store = world.make<NiceMock<SpyStore>>(world, "data");
                  cancel(world, store);
                  world.start("handler", [&] { store.fetch(); });
                  store.assert_told_during_the_fetch();
                });
              }),
              ElementsAre(HasSubstr("told to cancel when no fetch was running")));
}

TEST(SpyStoreTest, fails_when_it_was_told_and_should_not_have_been) {
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_never_told(); }),
              IsEmpty());
  EXPECT_THAT(failures_with_a_fetch([](World& world, SpyStore& store) {
                cancel(world, store);
                store.assert_never_told();
              }),
              ElementsAre(HasSubstr("Nobody gave up during the fetch")));
}

TEST(SpyStoreTest, counts_its_fetches) {
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_fetched(1); }),
              IsEmpty());
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_fetched(0); }),
              ElementsAre(HasSubstr("called 1 time(s); expected: 0")));
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_fetched(2); }),
              ElementsAre(HasSubstr("called 1 time(s); expected: 2")));
}

TEST(SpyStoreTest, forbids_as_a_strict_mock_whatever_was_not_expected) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& store = world.make<StrictMock<SpyStore>>(world, "data");
                  world.start("handler", [&] { store.fetch(); });
                  world.start("client", [&] { store.cancel(); });
                });
              }),
              ElementsAre(HasSubstr("Uninteresting mock function call"),
                          HasSubstr("Uninteresting mock function call")));
}

}  // namespace
