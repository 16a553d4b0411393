#include "http/client.h"

#include <chrono>
#include <expected>
#include <latch>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>

#include "http/client/response_parser.h"
#include "http/client/url.h"
#include "raw_server.h"
#include "server_test.h"

/// What a client makes of servers, and of contexts that end.
namespace {

using context::Errc;
using http::OutgoingRequest;
using http::Request;
using http::ResponseWriter;
using http::Status;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

using Body = std::expected<std::string, std::error_code>;

Body read_all(const context::Context& ctx, http::BodyReader& body) {
  std::string all;
  while (true) {
    const auto piece = body.read(ctx);
    if (!piece || piece->empty()) return piece ? Body(all) : piece;
    all += *piece;
  }
}

Body fetch(const context::Context& ctx, const OutgoingRequest& request) {
  const auto response = http::Client().send(ctx, request);
  if (!response) return std::unexpected(response.error());
  return read_all(ctx, *response->body);
}

Body answer_to(std::vector<std::string> pieces) {
  const RawServer server(std::move(pieces));
  return fetch(context::background(), {.url = server.url()});
}

class Client : public ServerTest {
 protected:
  std::string url(std::string_view path) {
    return "http://127.0.0.1:" + std::to_string(server().port()).append(path);
  }
};

TEST_F(Client, brings_a_request_to_a_server_and_the_answer_back) {
  serve([](ResponseWriter& response, const Request& request) {
    response.header().set("X-Seen", request.header.get("X-Name"));
    response.write_header(Status::not_found);
    response.write(request.method + ' ' + request.target + ' ' + request.body);
  });
  OutgoingRequest request = {.method = "POST", .url = url("/a?b=c"), .body = "hello"};
  request.header.set("X-Name", "somebody");

  const auto response = http::Client().send(context::background(), request);

  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->status, Status::not_found);
  EXPECT_EQ(response->header.get("x-seen"), "somebody");
  EXPECT_EQ(read_all(context::background(), *response->body), "POST /a?b=c hello");
}

TEST_F(Client, brings_long_bodies_both_ways) {
  const std::string all(900'000, 'x');
  serve([](ResponseWriter& response, const Request& request) {
    for (int i = 0; i < 3; ++i) response.write(request.body);
  });

  const auto body = fetch(context::background(), {.method = "POST", .url = url("/"), .body = all});

  EXPECT_EQ(body, all + all + all);
}

TEST_F(Client, says_who_is_asked_and_that_it_asks_once) {
  RawServer server({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"});
  OutgoingRequest request = {.url = server.url("/x")};
  for (const char* name : {"Host", "CONNECTION", "Content-Length", "transfer-encoding"}) {
    request.header.set(name, "mine");
  }

  EXPECT_EQ(fetch(context::background(), request), "ok");

  EXPECT_THAT(server.request(), testing::StartsWith("GET /x HTTP/1.1\r\nHost: 127.0.0.1:"));
  EXPECT_THAT(server.request(), HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(server.request(), Not(HasSubstr("mine")));
}

TEST_F(Client, reads_a_body_whatever_its_form) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";

  EXPECT_EQ(answer_to({ok + "Content-Length: 5\r\n\r\nhello"}), "hello");
  EXPECT_EQ(answer_to({ok + "Content-Length: 5\r\n\r\nhello, world"}), "hello");
  EXPECT_EQ(answer_to({ok + "Content-Length: 0\r\n\r\n"}), "");
  EXPECT_EQ(answer_to({ok + "\r\n", "hel", "lo"}), "hello");
  EXPECT_EQ(answer_to({ok + "\r\n"}), "");
  EXPECT_EQ(
      answer_to({ok + "Transfer-Encoding: chunked\r\n\r\n", "5\r\nhel", "lo\r\n0\r", "\n\r\n"}),
      "hello");
  EXPECT_EQ(answer_to({"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
                       ok + "Content-Length: 5\r\n\r\nhello"}),
            "hello");
  EXPECT_EQ(answer_to({"HTTP/1.1 204 No Content\r\n\r\n"}), "");
}

TEST_F(Client, understands_an_answer_that_comes_byte_by_byte) {
  std::vector<std::string> bytes;
  for (const char byte : std::string("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")) {
    bytes.emplace_back(1, byte);
  }

  EXPECT_EQ(answer_to(bytes), "hello");
}

TEST_F(Client, does_not_take_a_part_for_the_whole) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const Body reset = std::unexpected(make_error_code(std::errc::connection_reset));

  EXPECT_EQ(answer_to({}), reset);
  EXPECT_EQ(answer_to({"HTTP/1.1 200 O"}), reset);
  EXPECT_EQ(answer_to({ok + "Content-Length: 5\r\n\r\nhell"}), reset);
  EXPECT_EQ(answer_to({ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}), reset);
}

TEST_F(Client, says_what_is_no_http) {
  const Body bad = std::unexpected(make_error_code(std::errc::bad_message));
  const std::string ok = "HTTP/1.1 200 OK\r\n";

  EXPECT_EQ(answer_to({"SSH-2.0-OpenSSH_9.2\r\n"}), bad);
  EXPECT_EQ(answer_to({"HTTP/1.1 2x0 OK\r\n\r\n"}), bad);
  EXPECT_EQ(answer_to({ok + "Content-Length: x\r\n\r\n"}), bad);
  EXPECT_EQ(answer_to({ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"}), bad);
  EXPECT_EQ(answer_to({ok + "Transfer-Encoding: chunked\r\n\r\nhello\r\n"}), bad);
  EXPECT_EQ(answer_to({ok + "X: " + std::string(100'000, 'x') + "\r\n\r\n"}), bad);
  EXPECT_EQ(answer_to({ok + "Content-Length: 99999999999999999999999\r\n\r\n"}), bad);
}

TEST_F(Client, says_what_cannot_be_sent) {
  const auto error_of = [](const OutgoingRequest& request) {
    return http::Client().send(context::background(), request).error();
  };
  OutgoingRequest split = {.url = "http://127.0.0.1:1/"};
  split.header.set("X", "a\r\nEvil: 1");

  EXPECT_EQ(error_of({.url = "https://127.0.0.1/"}), std::errc::protocol_not_supported);
  EXPECT_EQ(error_of({.url = "nowhere"}), std::errc::invalid_argument);
  EXPECT_EQ(error_of({.method = "GET / HTTP/1.1\r\nX:", .url = "http://127.0.0.1/"}),
            std::errc::invalid_argument);
  EXPECT_EQ(error_of(split), std::errc::invalid_argument);
  EXPECT_EQ(error_of({.url = "http://name.invalid/"}), std::errc::host_unreachable);
}

TEST_F(Client, says_that_nobody_listens) {
  serve_echo();
  const std::string nobody = url("/");
  stop();

  EXPECT_EQ(http::Client().send(context::background(), {.url = nobody}).error(),
            std::errc::connection_refused);
}

TEST_F(Client, sends_nothing_when_the_context_has_ended_before) {
  serve_echo();
  const auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();

  EXPECT_EQ(http::Client().send(ctx, {.url = url("/")}).error(), Errc::canceled);
  EXPECT_THAT(diary.lines(), ElementsAre());
}

TEST_F(Client, comes_back_when_it_is_cancelled_and_the_server_learns_of_it) {
  serve_waiting();
  const auto [ctx, cancel] = context::with_cancel(context::background());
  std::thread canceller([&] {
    (void)diary.await(1);
    cancel();
  });

  const auto response = http::Client().send(ctx, {.url = url("/")});
  canceller.join();

  EXPECT_EQ(response.error(), Errc::canceled);
  EXPECT_THAT(diary.await(2), ElementsAre("begins /", "ends /: context canceled"));
}

TEST_F(Client, comes_back_when_its_time_is_up) {
  serve_waiting();
  const auto limited = context::with_timeout(context::background(), 10ms);

  EXPECT_EQ(http::Client().send(limited.ctx, {.url = url("/")}).error(), Errc::deadline_exceeded);
}

TEST_F(Client, comes_back_when_it_is_cancelled_in_the_middle_of_a_body) {
  const RawServer raw({"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel"}, RawServer::Then::waits);
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const auto response = http::Client().send(ctx, {.url = raw.url()});
  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->body->read(ctx), "hel");

  std::thread canceller([&] { cancel(); });
  const auto rest = response->body->read(ctx);
  canceller.join();

  EXPECT_EQ(rest, Body(std::unexpected(make_error_code(Errc::canceled))));
  EXPECT_EQ(response->body->read(context::background()).error(), std::errc::not_connected);
}

TEST_F(Client, comes_back_when_it_is_cancelled_while_the_server_reads_nothing) {
  const RawServer raw({"HTTP/1.1 200 OK"}, RawServer::Then::waits);
  const auto limited = context::with_timeout(context::background(), 10ms);

  const auto response = http::Client().send(
      limited.ctx, {.method = "POST", .url = raw.url(), .body = std::string(50'000'000, 'x')});

  EXPECT_EQ(response.error(), Errc::deadline_exceeded);
}

TEST_F(Client, hears_an_answer_that_comes_before_all_was_sent) {
  serve_echo({.body_bytes = 10});

  const auto response =
      http::Client().send(context::background(),
                          {.method = "POST", .url = url("/"), .body = std::string(5'000'000, 'x')});

  ASSERT_TRUE(response) << response.error();
  EXPECT_EQ(response->status, static_cast<Status>(413));
}

TEST_F(Client, hangs_up_when_the_body_is_dropped) {
  serve([this](ResponseWriter& response, const Request& request) {
    while (!request.context().err()) response.write(std::string(10'000, 'x'));
    diary.add("ends: " + request.context().err().message());
  });
  {
    const auto response = http::Client().send(context::background(), {.url = url("/")});
    ASSERT_TRUE(response) << response.error();
  }

  EXPECT_THAT(diary.await(1), ElementsAre("ends: context canceled"));
}

TEST_F(Client, may_be_used_by_many_threads_at_once) {
  serve_echo();
  http::Client client;
  std::atomic<int> wrong = 0;

  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 20; ++j) {
        const std::string path = "/" + std::to_string(100 * i + j);
        const auto response = client.send(context::background(), {.url = url(path)});
        const auto body = response ? read_all(context::background(), *response->body) : "";
        if (body != "GET " + path + ' ') ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(wrong, 0);
}

TEST(Url, has_its_parts) {
  const auto parts = [](std::string_view text) {
    const auto url = http::detail::parse_url(text);
    return url ? url->host + '|' + url->port + '|' + url->authority + '|' + url->target : "wrong";
  };

  EXPECT_EQ(parts("http://kata"), "kata|80|kata|/");
  EXPECT_EQ(parts("HTTP://kata:8080/a/b?c=d#e"), "kata|8080|kata:8080|/a/b?c=d");
  EXPECT_EQ(parts("http://kata?c=d"), "kata|80|kata|/?c=d");
  EXPECT_EQ(parts("http://[::1]:81/x"), "::1|81|[::1]:81|/x");
  EXPECT_EQ(parts("http://[::1]"), "::1|80|[::1]|/");
  for (const char* wrong :
       {"", "kata", "http://", "http:///x", "http://:80/", "http://kata:/", "http://kata:0/",
        "http://kata:65536/", "http://kata:80x/", "http://me@kata/", "http://[::1/",
        "http://[::1]x/", "http://ka ta/", "http://kata/\r\nX: y", "ftp://kata/"}) {
    EXPECT_EQ(parts(wrong), "wrong") << wrong;
  }
}

TEST_F(Client, goes_on_sending_when_it_is_told_to_go_on) {
  constexpr std::size_t size = 20'000'000;
  RawServer raw({"HTTP/1.1 100 Continue\r\n\r\n"}, RawServer::Then::waits, size,
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
  const auto limited = context::with_timeout(context::background(), 20s);

  EXPECT_EQ(
      fetch(limited.ctx, {.method = "POST", .url = raw.url(), .body = std::string(size, 'x')}),
      "fine");
}

TEST(ResponseParser, understands_an_empty_body_in_chunks_that_comes_byte_by_byte) {
  using http::detail::ResponseParser;
  ResponseParser parser(false);

  for (const char byte :
       std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
    EXPECT_NE(parser.state(), ResponseParser::State::complete);
    parser.take(std::string(1, byte));
  }

  EXPECT_EQ(parser.state(), ResponseParser::State::complete);
}

}  // namespace
