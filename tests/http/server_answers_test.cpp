#include <stdexcept>
#include <string>

#include "http/flusher.h"
#include "server_test.h"

/// What a handler writes, and what of it arrives in which form.
namespace {

using http::Request;
using http::ResponseWriter;
using http::Status;
using testing::ElementsAre;
using testing::HasSubstr;

class ServerAnswers : public ServerTest {};

void write_hello(ResponseWriter& response, const Request&) { response.write("hello, world"); }

TEST_F(ServerAnswers, are_whole_and_say_how_long_they_are) {
  serve(write_hello);

  const auto response = ask(get("/"));

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "hello, world");
  EXPECT_EQ(response.header.get("Content-Length"), "12");
  EXPECT_EQ(response.header.get("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_THAT(response.header.get("Date"), testing::EndsWith(" GMT"));
}

TEST_F(ServerAnswers, are_empty_when_the_handler_writes_nothing_and_the_client_is_there) {
  serve([](ResponseWriter&, const Request&) {});

  const auto response = ask(get("/"));

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header.get("Content-Length"), "0");
}

TEST_F(ServerAnswers, have_the_status_and_the_header_as_they_were_at_first) {
  serve([](ResponseWriter& response, const Request&) {
    response.header().set("X-Early", "yes");
    response.write_header(Status::not_found);
    response.write_header(Status::ok);
    response.header().set("X-Late", "yes");
    response.write("gone");
  });

  const auto response = ask(get("/"));

  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.header.get("X-Early"), "yes");
  EXPECT_EQ(response.header.get("X-Late"), "");
}

TEST_F(ServerAnswers, that_are_long_come_in_chunks_and_whole) {
  std::string all;
  for (int i = 0; i < 20'000; ++i) all += std::to_string(i) + ' ';
  serve([&](ResponseWriter& response, const Request&) {
    for (std::size_t i = 0; i < all.size(); i += 777) response.write(all.substr(i, 777));
  });

  const auto response = ask(get("/"));

  EXPECT_EQ(response.header.get("Transfer-Encoding"), "chunked");
  EXPECT_EQ(response.header.get("Content-Length"), "");
  EXPECT_TRUE(response.whole);
  EXPECT_EQ(response.body, all);
}

TEST_F(ServerAnswers, are_there_bit_by_bit_when_the_handler_flushes) {
  serve([](ResponseWriter& response, const Request& request) {
    auto* const flusher = dynamic_cast<http::Flusher*>(&response);
    ASSERT_NE(flusher, nullptr);
    response.write("first");
    flusher->flush();
    wait_for_end(request.context());  // so the first must have come by itself
  });
  RawClient client = connect();
  client.send(get("/"));

  EXPECT_THAT(client.receive_until_seen("first"), HasSubstr("5\r\nfirst"));
}

TEST_F(ServerAnswers, to_head_have_no_body_but_its_length) {
  serve(write_hello);
  RawClient client = connect();
  client.send("HEAD / HTTP/1.1\r\nHost: kata\r\nConnection: close\r\n\r\n");

  const auto response = client.receive(true);

  EXPECT_EQ(response.header.get("Content-Length"), "12");
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerAnswers, without_content_have_no_length_either) {
  serve([](ResponseWriter& response, const Request&) {
    response.write_header(static_cast<Status>(204));
    response.write("not to be seen");
  });
  RawClient client = connect();
  client.send(get("/", "Connection: close\r\n"));

  const auto response = client.receive();

  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.header.get("Content-Length"), "");
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerAnswers, to_http_1_0_end_with_the_connection_and_know_no_chunks) {
  serve([](ResponseWriter& response, const Request&) { response.write(std::string(10'000, 'x')); });

  const auto response = ask("GET / HTTP/1.0\r\n\r\n");

  EXPECT_EQ(response.header.get("Transfer-Encoding"), "");
  EXPECT_EQ(response.header.get("Connection"), "close");
  EXPECT_EQ(response.body, std::string(10'000, 'x'));
}

TEST_F(ServerAnswers, come_one_after_the_other_on_one_connection_until_one_side_wants_no_more) {
  serve_echo();
  RawClient client = connect();
  for (const char* target : {"/1", "/2", "/3"}) {
    client.send(get(target));
    EXPECT_EQ(client.receive().body, std::string("GET ") + target + ' ');
  }

  client.send(get("/4", "Connection: close\r\n"));

  EXPECT_EQ(client.receive().header.get("Connection"), "close");
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerAnswers, close_the_connection_when_the_handler_says_so) {
  serve([](ResponseWriter& response, const Request&) {
    response.header().set("Connection", "close");
    response.write("bye");
  });
  RawClient client = connect();
  client.send(get("/"));

  EXPECT_EQ(client.receive().body, "bye");
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerAnswers, cannot_be_split_by_what_a_handler_puts_into_the_header) {
  serve([](ResponseWriter& response, const Request&) {
    response.header().set("X-Name", "a\r\nSet-Cookie: evil=1\r\n\r\nHTTP/1.1 200 OK");
    response.header().set("Bad\r\nName", "x");
    response.header().set("Content-Length", "99999");
    response.header().set("Transfer-Encoding", "chunked");
    response.write("fine");
  });

  const auto response = ask(get("/"));

  EXPECT_EQ(response.body, "fine");
  EXPECT_EQ(response.header.get("Content-Length"), "4");
  EXPECT_EQ(response.header.get("Set-Cookie"), "");
  EXPECT_EQ(response.header.get("X-Name"), "a  Set-Cookie: evil=1    HTTP/1.1 200 OK");
}

TEST_F(ServerAnswers, of_a_handler_that_throws_are_a_500_and_what_it_threw_is_reported) {
  serve(
      [](ResponseWriter& response, const Request&) {
        response.header().set("X-Half", "done");
        response.write("half of it");
        throw std::runtime_error("out of luck");
      },
      {.report = [this](std::string_view line) { diary.add(std::string(line)); }});

  const auto response = ask(get("/lucky"));

  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.header.get("X-Half"), "");
  EXPECT_THAT(diary.lines(),
              ElementsAre("http: the handler of GET /lucky has thrown: out of luck"));
}

TEST_F(ServerAnswers, that_were_begun_when_the_handler_throws_are_not_taken_for_whole) {
  serve(
      [](ResponseWriter& response, const Request&) {
        response.write(std::string(100'000, 'x'));
        throw 42;
      },
      {.report = [](std::string_view) {}});

  EXPECT_FALSE(ask(get("/")).whole);
}

TEST_F(ServerAnswers, are_none_when_the_context_has_ended_and_nothing_was_written) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  http::Server server(ctx, [&](ResponseWriter&, const Request&) { cancel(); });
  RawClient client(server.port());
  client.send(get("/"));

  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerAnswers, are_not_taken_for_whole_when_the_context_ends_in_their_middle) {
  for (const std::size_t size : {std::size_t{10}, std::size_t{100'000}}) {
    const auto [ctx, cancel] = context::with_cancel(context::background());
    http::Server server(ctx, [&](ResponseWriter& response, const Request&) {
      response.write(std::string(size, 'x'));
      cancel();
    });
    RawClient client(server.port());
    client.send(get("/"));

    EXPECT_FALSE(client.receive().whole) << size;
  }
}

TEST_F(ServerAnswers, are_cut_off_in_a_way_that_http_1_0_understands_too) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  http::Server server(ctx, [&](ResponseWriter& response, const Request&) {
    response.write(std::string(100'000, 'x'));
    cancel();
  });
  RawClient client(server.port());
  client.send("GET / HTTP/1.0\r\n\r\n");

  (void)client.receive_all();
  EXPECT_TRUE(client.was_reset());
}

TEST_F(ServerAnswers, are_sent_when_they_were_begun_after_the_end_to_say_that_it_is_too_late) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  http::Server server(ctx, [&](ResponseWriter& response, const Request&) {
    cancel();
    response.write_header(Status::gateway_timeout);
    response.write("too late");
  });
  RawClient client(server.port());
  client.send(get("/"));

  const auto response = client.receive();

  EXPECT_EQ(response.status, 504);
  EXPECT_EQ(response.body, "too late");
}

TEST_F(ServerAnswers, without_a_body_begin_when_the_handler_flushes) {
  serve([](ResponseWriter& response, const Request& request) {
    response.write_header(request.method == "HEAD" ? Status::ok : static_cast<Status>(204));
    dynamic_cast<http::Flusher&>(response).flush();
    wait_for_end(request.context());  // so the header must have come by itself
  });
  RawClient head = connect();
  head.send("HEAD / HTTP/1.1\r\nHost: kata\r\n\r\n");
  RawClient nothing = connect();
  nothing.send(get("/"));

  EXPECT_EQ(head.receive(true).status, 200);
  EXPECT_EQ(nothing.receive().status, 204);
}

TEST_F(ServerAnswers, without_a_body_leave_the_connection_to_the_next_request_also_when_flushed) {
  serve([](ResponseWriter& response, const Request&) {
    response.write("hello");
    dynamic_cast<http::Flusher&>(response).flush();
    response.write(", world");
  });
  RawClient client = connect();
  client.send("HEAD / HTTP/1.1\r\nHost: kata\r\n\r\n" + get("/"));

  EXPECT_EQ(client.receive(true).status, 200);
  EXPECT_EQ(client.receive().body, "hello, world");
}

}  // namespace
