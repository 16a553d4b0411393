#include <csignal>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/journal.h"
#include "serve/page.h"
#include "serve/visit.h"
#include "served.h"

/// ./kata serve, by its clients, by its log, and by how it ends.
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr const char* for_a_long_time = "/?text=abc&tick=60000";

TEST(Serve, answers_with_what_a_slow_store_builds) {
  Served served;

  const auto response = served.ask(get("/?text=hello&tick=1"));

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "hello\n");
  EXPECT_THAT(served.await("answered"), HasSubstr("GET /?text=hello&tick=1: answered after "));
}

TEST(Serve, says_where_the_work_stopped_and_why_and_that_nothing_was_written_after) {
  Served served;
  RawClient client = served.connect();
  client.send(get(for_a_long_time));
  served.await_work("character 1 of 3");

  client.close();

  EXPECT_THAT(served.await("after that"),
              ContainsRegex("given up by the client after [0-9]+ ms, stopped at character 1 of 3; "
                            "0 bytes written after that"));
}

TEST(Serve, asks_replicas_of_which_the_first_answer_wins) {
  Served served;

  EXPECT_EQ(served.ask(get("/first?text=ab&tick=2")).body, "ab\n");

  EXPECT_THAT(served.await("GET /first?text=ab&tick=2: answered"),
              AllOf(HasSubstr("north: "), HasSubstr("south: "), HasSubstr("west: ")));
}

TEST(Serve, stops_every_replica_when_the_client_gives_up) {
  Served served;
  RawClient client = served.connect();
  client.send(get("/first?text=abc&tick=60000"));
  served.await_work("west");

  client.reset();

  const std::string log = served.await("after that");
  for (const char* replica : {"north", "south", "west", "GET /first.text=abc&tick=60000"}) {
    EXPECT_THAT(log, ContainsRegex(std::string(replica) + ": given up by the client after "));
  }
}

TEST(Serve, says_504_when_the_time_that_the_caller_has_is_up) {
  Served served;

  const auto response = served.ask(get(for_a_long_time, "X-Timeout-Ms: 5\r\n"));

  EXPECT_EQ(response.status, 504);
  EXPECT_THAT(served.await("after that"), ContainsRegex("out of time after [0-9]+ ms, stopped at"));
}

TEST(Serve, says_what_cannot_be_asked_for) {
  Served served;

  EXPECT_EQ(served.ask(get("/?tick=soon")).status, 400);
  EXPECT_EQ(served.ask(get("/?tick=-1")).status, 400);
  EXPECT_EQ(served.ask(get("/?text=%zz")).status, 400);
  EXPECT_EQ(served.ask(get("/trace?next=http://example.com/")).status, 400);
  EXPECT_EQ(served.ask(get("/nowhere")).status, 404);
  EXPECT_EQ(served.ask("POST / HTTP/1.1\r\nHost: kata\r\nContent-Length: 0\r\n\r\n").status, 405);
}

TEST(Serve, writes_what_a_client_sends_into_one_line_without_colours) {
  Served served;

  EXPECT_EQ(served.ask(get("/?tick=0&text=x&\x1b[31m")).status, 400);
  EXPECT_EQ(serve::in_quotes("a\n\x1b[31m\"\\\xff"), R"("a\u000a\u001b[31m\"\\\u00ff")");
}

TEST(Serve, passes_trace_and_remaining_time_on_to_another_server) {
  Served first;
  Served second;
  const std::string next = "http://127.0.0.1:" + std::to_string(second.port()) + "/trace";
  const std::string id = "0af7651916cd43dd8448eb211c80319c";

  const auto response =
      first.ask(get("/trace?next=" + next,
                    "traceparent: 00-" + id + "-b7ad6b7169203331-01\r\nX-Timeout-Ms: 100000\r\n"));

  const std::string line = "trace " + id + ", call [0-9a-f]+, [0-9]+ ms left\n";
  EXPECT_THAT(response.body, ContainsRegex("^" + line + "200 from " + next + "\n" + line));
  EXPECT_THAT(second.await("answered"), HasSubstr("GET /trace (trace " + id + ")"));
}

TEST(Serve, that_asks_another_server_stops_that_one_too_when_its_client_hangs_up) {
  Served first;
  Served second;
  RawClient client = first.connect();
  client.send(get("/trace?next=http://127.0.0.1:" + std::to_string(second.port()) +
                  "/?text=abc%26tick=60000"));
  second.await_work("character 1 of 3");

  client.close();

  EXPECT_THAT(second.await("after that"), HasSubstr("given up by the client"));
  EXPECT_THAT(first.await("after that"), HasSubstr("given up by the client"));
}

TEST(Serve, that_asks_another_server_lets_that_one_know_how_much_time_is_left) {
  Served first;
  Served second;

  const auto response = first.ask(get(
      "/trace?next=http://127.0.0.1:" + std::to_string(second.port()) + "/?text=abc%26tick=60000",
      "X-Timeout-Ms: 50\r\n"));

  EXPECT_THAT((std::vector<int>{200, 504}), testing::Contains(response.status));
  EXPECT_THAT(second.await("after that"),
              testing::AnyOf(HasSubstr("out of time"), HasSubstr("given up by the client")));
}

TEST(Serve, shows_a_page_that_needs_nothing_from_elsewhere) {
  Served served;

  const auto response = served.ask(get("/ui"));

  EXPECT_EQ(response.body, serve::page);
  EXPECT_THAT(response.header.get("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(response.body, Not(ContainsRegex("(src|href)=")));
}

TEST(Serve, tells_the_page_of_each_request_what_it_does) {
  Served served;
  RawClient events = served.connect();
  events.send(get("/events"));

  EXPECT_EQ(served.ask(get("/?text=a&tick=0")).status, 200);

  EXPECT_THAT(events.receive_until_seen("\"type\":\"begin\""), HasSubstr("text/event-stream"));
  EXPECT_THAT(events.receive_until_seen("\"type\":\"at\""), HasSubstr("GET /?text=a&tick=0"));
  EXPECT_THAT(events.receive_until_seen("\"type\":\"end\""), HasSubstr("character 1 of 1"));
  EXPECT_THAT(events.receive_until_seen("\n\n"), HasSubstr("\"how\":\"answered\""));
}

TEST(Serve, ends_with_0_when_it_is_told_to_and_nobody_has_to_be_cut_off) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    Served served;
    RawClient events = served.connect();
    events.send(get("/events"));
    EXPECT_NE(events.receive_until_seen("retry"), "");

    served.signal(number);

    EXPECT_EQ(served.wait(), 0);
    EXPECT_THAT(served.printed(),
                EndsWith("0 requests, 0 of them stopped; 0 bytes written after a cancellation.\n"));
  }
}

TEST(Serve, ends_in_the_same_way_when_its_terminal_is_closed) {
  Served served;
  EXPECT_EQ(served.ask(get("/?tick=0")).status, 200);

  served.stop_listening();
  EXPECT_EQ(served.ask(get("/?tick=0")).status, 200);
  served.signal(SIGHUP);

  EXPECT_EQ(served.wait(), 0);
}

TEST(Serve, stops_at_once_with_1_when_it_is_told_a_second_time) {
  Served served;
  RawClient client = served.connect();
  client.send(get(for_a_long_time));
  served.await_work("character 1 of 3");

  served.signal(SIGINT);
  (void)served.await("another Ctrl-C stops it at once.");
  served.signal(SIGINT);

  EXPECT_EQ(served.wait(), 1);
  EXPECT_THAT(served.printed(), HasSubstr(": cancelled after "));
  EXPECT_THAT(served.printed(),
              EndsWith("1 requests, 1 of them stopped; 0 bytes written after a cancellation.\n"));
  EXPECT_TRUE(client.at_end());
}

TEST(Serve, ends_with_2_and_the_next_command_when_the_port_is_taken) {
  Served first;
  const int port = first.port();

  Served second({"--port", std::to_string(port)});

  EXPECT_EQ(second.wait(), 2);
  EXPECT_EQ(second.printed(), "Port " + std::to_string(port) +
                                  " is taken.\nNext: ./kata serve --port " +
                                  std::to_string(port == 65'535 ? 8'081 : port + 1) + "\n");
}

TEST(Serve, ends_with_2_when_it_is_asked_in_a_way_that_it_does_not_know) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--port=x"},
                                                {"--port=65536"},
                                                {"--port="},
                                                {"--port"},
                                                {"8080"},
                                                {"--port", "1", "2"}}) {
    Served served(words);

    EXPECT_EQ(served.wait(), 2);
    EXPECT_THAT(served.printed(), EndsWith("\nNext: ./kata serve\n"));
  }
}

TEST(Serve, writes_where_it_stopped_in_one_line_without_colours_too) {
  Served served;

  EXPECT_EQ(
      served.ask(get("/trace?next=http://127.0.0.1:1/%0a%1b[31mforged", "X-Timeout-Ms: 0\r\n"))
          .status,
      504);

  EXPECT_THAT(served.await("after that"),
              HasSubstr("stopped at asking http://127.0.0.1:1/\\u000a\\u001b[31mforged;"));
}

TEST(Serve, answers_a_head_for_events_and_is_done) {
  Served served;
  RawClient client = served.connect();

  client.send("HEAD /events HTTP/1.1\r\nHost: kata\r\n\r\n" + get("/ui"));

  EXPECT_EQ(client.receive(true).header.get("Content-Type"), "text/event-stream");
  EXPECT_EQ(client.receive().body, serve::page);
}

TEST(Task, that_an_exception_ends_has_failed) {
  std::string log;
  serve::Journal journal([&](std::string_view line) { log += line; });

  try {
    const serve::Task task(journal, context::background(), 0, "GET /");
    throw std::runtime_error("no more threads");
  } catch (const std::runtime_error&) {
  }

  EXPECT_THAT(log, HasSubstr("GET /: failed after "));
}

}  // namespace
