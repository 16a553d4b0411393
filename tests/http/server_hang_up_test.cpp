#include <chrono>
#include <latch>
#include <string>

#include "http/flusher.h"
#include "server_test.h"

/// The client goes away. That is what all this is about.
namespace {

using http::Request;
using http::ResponseWriter;
using testing::Contains;
using testing::ElementsAre;
using namespace std::chrono_literals;

class ServerHangUp : public ServerTest {};

TEST_F(ServerHangUp, cancels_the_request_when_the_client_closes) {
  serve_waiting();
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  client.close();

  EXPECT_THAT(diary.await(2), ElementsAre("begins /", "ends /: context canceled"));
}

TEST_F(ServerHangUp, cancels_the_request_when_the_connection_is_reset) {
  serve_waiting();
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  client.reset();

  EXPECT_THAT(diary.await(2), ElementsAre("begins /", "ends /: context canceled"));
}

TEST_F(ServerHangUp, is_also_what_a_client_does_that_closes_its_sending_side_only) {
  serve_waiting();
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  client.stop_sending();

  EXPECT_THAT(diary.await(2), ElementsAre("begins /", "ends /: context canceled"));
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerHangUp, cancels_nobody_elses_request) {
  serve_waiting();
  RawClient stays = connect();
  RawClient goes = connect();
  stays.send(get("/stays"));
  (void)diary.await(1);
  goes.send(get("/goes"));
  (void)diary.await(2);

  goes.close();

  EXPECT_THAT(diary.await(3),
              ElementsAre("begins /stays", "begins /goes", "ends /goes: context canceled"));
  EXPECT_EQ(diary.lines().size(), 3U);
}

TEST_F(ServerHangUp, is_not_that_the_next_request_comes_and_that_one_is_not_damaged) {
  std::latch next_has_come(1);
  serve([&](ResponseWriter& response, const Request& request) {
    diary.add("begins " + request.target);
    next_has_come.wait();
    response.write(request.context().err() ? "cancelled" : request.target);
  });
  RawClient client = connect();
  client.send(get("/1"));
  (void)diary.await(1);

  client.send(get("/2"));
  next_has_come.count_down();

  EXPECT_EQ(client.receive().body, "/1");
  EXPECT_EQ(client.receive().body, "/2");
}

TEST_F(ServerHangUp, is_seen_behind_requests_that_were_sent_ahead_and_these_are_not_served) {
  serve_waiting();
  RawClient client = connect();
  client.send(get("/1"));
  (void)diary.await(1);

  client.send(get("/2") + get("/3"));
  client.close();
  (void)diary.await(2);
  stop();

  EXPECT_THAT(diary.lines(), ElementsAre("begins /1", "ends /1: context canceled"));
}

TEST_F(ServerHangUp, is_seen_for_each_request_of_a_connection_not_only_the_first) {
  serve([this](ResponseWriter& response, const Request& request) {
    if (request.target == "/quick") return response.write("done");
    diary.add("begins");
    diary.add("ends: " + wait_for_end(request.context()).message());
  });
  RawClient client = connect();
  for (int i = 0; i < 3; ++i) {
    client.send(get("/quick"));
    EXPECT_EQ(client.receive().body, "done");
  }
  client.send(get("/slow"));
  (void)diary.await(1);

  client.close();

  EXPECT_THAT(diary.await(2), ElementsAre("begins", "ends: context canceled"));
}

TEST_F(ServerHangUp, after_the_answer_cancels_nothing) {
  std::error_code when_written = context::Errc::canceled;
  serve([&](ResponseWriter& response, const Request& request) {
    response.write("hello");
    when_written = request.context().err();
  });
  RawClient client = connect();
  client.send(get("/"));
  EXPECT_EQ(client.receive().body, "hello");

  client.close();
  stop();

  EXPECT_FALSE(when_written);
}

TEST_F(ServerHangUp, in_the_middle_of_a_request_reaches_no_handler) {
  serve_echo();
  const std::string whole = "POST / HTTP/1.1\r\nHost: kata\r\nContent-Length: 5\r\n\r\nhello";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    RawClient client = connect();
    client.send(whole.substr(0, size));
    size % 2 == 0 ? client.close() : client.reset();
  }
  await_no_connection();

  EXPECT_TRUE(diary.lines().empty());
}

TEST_F(ServerHangUp, while_a_request_waits_for_its_turn_spares_the_handler) {
  serve_waiting({.handlers = 1});
  RawClient running = connect();
  running.send(get("/running"));
  (void)diary.await(1);
  {
    RawClient queued = connect();
    queued.send(get("/queued"));
  }
  sync();
  RawClient last = connect();
  last.send(get("/last"));

  running.close();
  (void)diary.await(3);
  last.close();
  stop();

  EXPECT_THAT(diary.lines(), testing::Not(Contains("begins /queued")));
}

TEST_F(ServerHangUp, wakes_a_handler_that_cannot_write_because_nobody_reads) {
  serve([this](ResponseWriter& response, const Request& request) {
    diary.add("begins");
    while (!request.context().err()) response.write(std::string(100'000, 'x'));
    diary.add("ends: " + request.context().err().message());
  });
  RawClient client(server().port(), 4'096);
  client.send(get("/"));
  client.await(1);

  client.close();

  EXPECT_THAT(diary.await(2), ElementsAre("begins", "ends: context canceled"));
}

TEST_F(ServerHangUp, is_what_a_client_does_that_stops_reading_for_too_long) {
  serve(
      [this](ResponseWriter& response, const Request& request) {
        while (!request.context().err()) response.write(std::string(100'000, 'x'));
        diary.add("ends: " + request.context().err().message());
      },
      {.write_time = 30ms});
  RawClient client(server().port(), 4'096);
  client.send(get("/"));

  EXPECT_THAT(diary.await(1), ElementsAre("ends: context canceled"));
}

TEST_F(ServerHangUp, is_not_that_a_client_reads_slowly) {
  const std::string all(3'000'000, 'x');
  serve([&](ResponseWriter& response, const Request&) { response.write(all); });
  RawClient client(server().port(), 4'096);
  client.send(get("/"));

  const auto response = client.receive();

  EXPECT_TRUE(response.whole);
  EXPECT_EQ(response.body.size(), all.size());
}

TEST_F(ServerHangUp, ends_what_is_derived_and_runs_its_callbacks_while_the_handler_still_works) {
  serve([this](ResponseWriter&, const Request& request) {
    const auto [below, cancel] = context::with_cancel(request.context());
    const auto told = context::after_func(below, [this] { diary.add("callback"); });
    diary.add("begins");
    (void)diary.await(2);
    diary.add("handler: " + below.err().message());
  });
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  client.close();

  EXPECT_THAT(diary.await(3), ElementsAre("begins", "callback", "handler: context canceled"));
}

TEST_F(ServerHangUp, leaves_what_a_handler_writes_afterwards_without_effect) {
  serve([this](ResponseWriter& response, const Request& request) {
    diary.add("begins");
    (void)wait_for_end(request.context());
    for (int i = 0; i < 100; ++i) response.write(std::string(10'000, 'x'));
    dynamic_cast<http::Flusher&>(response).flush();
    diary.add("has written");
  });
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  client.stop_sending();

  EXPECT_TRUE(client.at_end());
  EXPECT_THAT(diary.await(2), ElementsAre("begins", "has written"));
}

TEST_F(ServerHangUp, or_not_a_context_ends_when_its_handler_has_returned) {
  context::Context kept;
  serve([&](ResponseWriter& response, const Request& request) {
    kept = request.context();
    response.write("done");
  });
  RawClient client = connect();
  client.send(get("/"));
  EXPECT_EQ(client.receive().body, "done");

  stop();

  EXPECT_EQ(kept.err(), context::Errc::canceled);
}

TEST_F(ServerHangUp, by_no_longer_reading_is_not_taken_for_the_end_of_an_answer_in_http_1_0) {
  serve(
      [this](ResponseWriter& response, const Request& request) {
        while (!request.context().err()) response.write(std::string(100'000, 'x'));
        diary.add("ends");
      },
      {.write_time = 30ms});
  RawClient client(server().port(), 4'096);
  client.send("GET / HTTP/1.0\r\n\r\n");
  (void)diary.await(1);

  (void)client.receive_all();
  EXPECT_TRUE(client.was_reset());
}

TEST_F(ServerHangUp, that_a_handler_finds_when_it_writes_runs_no_callback_under_its_locks) {
  serve(
      [this](ResponseWriter& response, const Request& request) {
        const std::thread::id handlers_thread = std::this_thread::get_id();
        const auto told = context::after_func(request.context(), [&] {
          const bool own = std::this_thread::get_id() == handlers_thread;
          diary.add(own ? "on the handler's thread" : "on another thread");
        });
        while (!request.context().err()) response.write(std::string(100'000, 'x'));
        (void)diary.await(1);
      },
      {.write_time = 30ms});
  RawClient client(server().port(), 4'096);
  client.send(get("/"));

  EXPECT_THAT(diary.await(1), ElementsAre("on another thread"));
}

}  // namespace
