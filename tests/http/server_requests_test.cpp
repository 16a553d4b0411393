#include <atomic>
#include <chrono>
#include <limits>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <pthread.h>

#include "server_test.h"

/// What comes in: what is a request, what is refused and how, and what is over the limits.
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class ServerRequests : public ServerTest {};

TEST_F(ServerRequests, bring_method_target_header_and_body) {
  serve([](http::ResponseWriter& response, const http::Request& request) {
    response.write(request.method + ' ' + request.target + ' ' + request.header.get("x-name") +
                   ' ' + request.body);
  });

  const auto response =
      ask("POST /a%20b?c=d HTTP/1.1\r\nHost: kata\r\nX-Name:  some one \r\nContent-Length: "
          "4\r\n\r\nbody");

  EXPECT_EQ(response.body, "POST /a%20b?c=d some one body");
}

TEST_F(ServerRequests, are_understood_when_they_come_byte_by_byte) {
  serve_echo();
  RawClient client = connect();

  for (const char byte :
       std::string("POST /slow HTTP/1.1\r\nHost: kata\r\nContent-Length: 5\r\n\r\nhello")) {
    client.send(std::string(1, byte));
  }

  EXPECT_EQ(client.receive().body, "POST /slow hello");
}

TEST_F(ServerRequests,
       are_understood_in_chunks_and_what_is_behind_these_is_not_let_into_the_header) {
  serve([](http::ResponseWriter& response, const http::Request& request) {
    response.write(request.body + request.header.get("X-User"));
  });

  const auto response =
      ask("POST / HTTP/1.1\r\nHost: kata\r\nTransfer-Encoding: chunked\r\n\r\n"
          "5;why=not\r\nhello\r\n7\r\n, world\r\n0\r\nX-User: root\r\n\r\n");

  EXPECT_EQ(response.body, "hello, world");
}

TEST_F(ServerRequests, may_be_sent_ahead_and_are_answered_in_their_order) {
  serve_echo();
  RawClient client = connect();

  client.send(get("/1") + "\r\n" + get("/2") + get("/3"));

  EXPECT_EQ(client.receive().body, "GET /1 ");
  EXPECT_EQ(client.receive().body, "GET /2 ");
  EXPECT_EQ(client.receive().body, "GET /3 ");
}

TEST_F(ServerRequests, that_are_sent_ahead_in_great_number_wait_and_none_is_lost) {
  serve_echo();
  RawClient client = connect();
  constexpr int many = 2'000;
  std::string all;
  for (int i = 0; i < many; ++i) all += get("/" + std::to_string(i));

  std::thread sender([&] { client.send(all); });
  int wrong = 0;
  for (int i = 0; i < many; ++i) {
    if (client.receive().body != "GET /" + std::to_string(i) + ' ') ++wrong;
  }
  sender.join();

  EXPECT_EQ(wrong, 0);
}

TEST_F(ServerRequests, with_the_whole_address_are_those_for_the_path) {
  serve_echo();

  EXPECT_EQ(ask("GET HTTP://kata/x?y=1 HTTP/1.1\r\nHost: kata\r\n\r\n").body, "GET /x?y=1 ");
  EXPECT_EQ(ask("GET http://kata HTTP/1.1\r\nHost: kata\r\n\r\n").body, "GET / ");
  EXPECT_EQ(ask("OPTIONS * HTTP/1.1\r\nHost: kata\r\n\r\n").body, "OPTIONS * ");
}

TEST_F(ServerRequests, that_ask_whether_to_go_on_are_told_so_once_and_before_the_body) {
  serve_echo();
  RawClient client = connect();
  client.send("POST / HTTP/1.1\r\nHost: kata\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");

  EXPECT_EQ(client.receive().status, 100);
  client.send("he");
  client.send("llo");
  EXPECT_EQ(client.receive().body, "POST / hello");
}

TEST_F(ServerRequests, that_are_none_are_refused_and_reach_no_handler) {
  serve_echo();
  const std::string host = "Host: kata\r\n";
  const std::vector<std::tuple<std::string, int>> cases = {
      {"nonsense\r\n\r\n", 400},
      {std::string("\0\1\2\xff\r\n\r\n", 8), 400},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS", 400},
      {"GET  / HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET / HTTP/2.0\r\n" + host + "\r\n", 505},
      {"GET nowhere HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET ftp://kata/ HTTP/1.1\r\n" + host + "\r\n", 400},
      {"CONNECT kata:80 HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + "No colon\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + "Space : x\r\n\r\n", 400},
      {"GET / HTTP/1.1\n" + host + "\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 1x\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
       400},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n", 501},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1\r\nxyz12\r\n", 400},
  };

  for (const auto& [request, status] : cases) {
    RawClient client = connect();
    client.send(request);
    EXPECT_EQ(client.receive().status, status) << request;
    EXPECT_TRUE(client.at_end()) << request;
  }

  EXPECT_THAT(diary.lines(), IsEmpty());
}

TEST_F(ServerRequests, with_too_long_a_header_are_answered_431_however_it_comes) {
  serve_echo({.header_bytes = 1'000});
  const std::string fits(1'000 - get("/", "X: \r\n").size(), 'x');
  std::string many_fields;
  for (int i = 0; i < 200; ++i) many_fields += "X-" + std::to_string(i) + ": y\r\n";

  EXPECT_EQ(ask(get("/", "X: " + fits + "\r\n")).status, 200);
  EXPECT_EQ(ask(get("/", "X: " + fits + "x\r\n")).status, 431);
  EXPECT_EQ(ask(get("/" + std::string(2'000, 'x'))).status, 431);
  EXPECT_EQ(ask(get("/", many_fields)).status, 431);
  RawClient client = connect();
  for (const char byte : get("/", many_fields)) {
    if (!client.try_send(std::string(1, byte))) break;
  }
  EXPECT_EQ(client.receive().status, 431);
}

TEST_F(ServerRequests, with_too_long_a_body_are_answered_413_however_it_comes) {
  serve_echo({.body_bytes = 10});
  const std::string post = "POST / HTTP/1.1\r\nHost: kata\r\n";

  EXPECT_EQ(ask(post + "Content-Length: 10\r\n\r\n0123456789").status, 200);
  EXPECT_EQ(ask(post + "Content-Length: 11\r\n\r\n").status, 413);
  EXPECT_EQ(ask(post + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n").status, 413);
  EXPECT_EQ(ask(post + "Content-Length: 99999999999999999999999\r\n\r\n").status, 400);
  EXPECT_EQ(ask(post + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n6\r\n012345\r\n").status,
            413);
}

TEST_F(ServerRequests, are_answered_413_also_to_a_client_that_goes_on_sending) {
  serve_echo({.body_bytes = 10});
  RawClient client = connect();
  client.send("POST / HTTP/1.1\r\nHost: kata\r\nContent-Length: 1000000\r\n\r\n");

  for (int i = 0; i < 100; ++i) {
    if (!client.try_send(std::string(10'000, 'x'))) break;
  }

  EXPECT_EQ(client.receive().status, 413);
}

TEST_F(ServerRequests, that_take_too_long_to_come_are_answered_408) {
  serve_echo({.request_time = 30ms});

  EXPECT_EQ(ask("GET / HTTP/1.1\r\nHo").status, 408);
  EXPECT_EQ(ask("POST / HTTP/1.1\r\nHost: kata\r\nContent-Length: 5\r\n\r\nhel").status, 408);
}

TEST_F(ServerRequests, that_trickle_in_get_no_more_time_than_others) {
  serve_echo({.header_bytes = 100'000'000, .request_time = 30ms});
  RawClient client = connect();

  std::atomic<bool> answered = false;
  std::thread sender([&] {
    static_cast<void>(client.try_send("GET / HTTP/1.1\r\n"));
    while (!answered && client.try_send("X: y\r\n")) std::this_thread::yield();
  });
  EXPECT_EQ(client.receive().status, 408);
  answered = true;
  sender.join();
}

TEST_F(ServerRequests, that_never_come_are_not_waited_for_and_nothing_is_said) {
  serve_echo({.request_time = 30ms, .idle_time = 30ms});
  RawClient silent = connect();
  RawClient one = connect();
  one.send(get("/"));

  EXPECT_EQ(one.receive().status, 200);
  EXPECT_TRUE(one.at_end());
  EXPECT_TRUE(silent.at_end());
}

TEST_F(ServerRequests, that_find_every_handler_taken_and_the_queue_full_are_answered_503) {
  serve_waiting({.handlers = 1, .waiting = 1});
  RawClient running = connect();
  running.send(get("/running"));
  (void)diary.await(1);
  RawClient waiting = connect();
  waiting.send(get("/waiting"));
  sync();

  EXPECT_EQ(ask(get("/one-too-many")).status, 503);

  running.close();
  EXPECT_THAT(diary.await(3),
              ElementsAre("begins /running", "ends /running: context canceled", "begins /waiting"));
}

TEST_F(ServerRequests, on_a_connection_too_many_are_answered_503_and_there_is_room_again_later) {
  serve_echo({.connections = 2});
  RawClient one = connect();
  {
    RawClient two = connect();
    two.send(get("/two"));
    EXPECT_EQ(two.receive().status, 200);
    RawClient three = connect();
    EXPECT_EQ(three.receive().status, 503);
    EXPECT_TRUE(three.at_end());
  }
  one.close();
  await_no_connection();

  EXPECT_EQ(ask(get("/")).status, 200);
}

TEST_F(ServerRequests, are_answered_413_also_to_a_client_that_sent_more_than_a_header_may_have) {
  serve_echo({.header_bytes = 100, .body_bytes = 10});
  RawClient client = connect();
  client.send("POST / HTTP/1.1\r\nHost: kata\r\nContent-Length: 6000000\r\n\r\n" +
              std::string(20'000, 'x'));

  const bool all_was_taken = client.try_send(std::string(5'980'000, 'x'));

  EXPECT_TRUE(all_was_taken);
  EXPECT_EQ(client.receive().status, 413);
}

TEST_F(ServerRequests, have_no_limits_where_these_are_the_greatest_numbers_that_there_are) {
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  constexpr auto forever = std::chrono::milliseconds::max();
  serve_echo({.waiting = most,
              .connections = most,
              .header_bytes = most,
              .body_bytes = most,
              .request_time = forever,
              .idle_time = forever,
              .write_time = forever});
  std::vector<RawClient> crowd;
  for (int i = 0; i < 150; ++i) crowd.push_back(connect());

  for (RawClient& client : crowd) client.send(get("/"));

  for (RawClient& client : crowd) EXPECT_EQ(client.receive().status, 200);
}

TEST_F(ServerRequests, that_find_no_thread_are_answered_503_and_the_others_go_on) {
  serve_echo();
  pthread_attr_t usual;
  pthread_getattr_default_np(&usual);
  pthread_attr_t impossible;
  pthread_attr_init(&impossible);
  pthread_attr_setstacksize(&impossible, std::size_t{1} << 47U);

  pthread_setattr_default_np(&impossible);
  const int without = ask(get("/")).status;
  pthread_setattr_default_np(&usual);

  EXPECT_EQ(without, 503);
  EXPECT_EQ(ask(get("/")).status, 200);
}

TEST_F(ServerRequests, are_answered_also_by_a_server_that_was_given_no_handler_at_all) {
  serve_echo({.handlers = 0});

  EXPECT_EQ(ask(get("/")).status, 200);
}

}  // namespace
