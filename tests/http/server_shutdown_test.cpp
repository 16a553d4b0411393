#include <atomic>
#include <chrono>
#include <latch>
#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server_test.h"

/// How a server comes and goes.
namespace {

using context::Errc;
using http::Request;
using http::ResponseWriter;
using testing::ElementsAre;
using namespace std::chrono_literals;

class ServerShutdown : public ServerTest {};

context::Context forever() { return context::background(); }

TEST_F(ServerShutdown, lets_running_requests_come_to_their_end_and_accepts_no_more) {
  std::latch go_on(1);
  http::Server& server = serve([&](ResponseWriter& response, const Request& request) {
    diary.add("begins");
    go_on.wait();
    response.write(request.context().err() ? "cancelled" : "whole");
  });
  RawClient idle = connect();
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  std::error_code result = Errc::canceled;
  std::thread closer([&] { result = server.shutdown(forever()); });
  EXPECT_TRUE(idle.at_end());
  EXPECT_THROW(RawClient(server.port()), std::system_error);
  go_on.count_down();
  closer.join();

  EXPECT_EQ(client.receive().body, "whole");
  EXPECT_TRUE(client.at_end());
  EXPECT_FALSE(result);
  EXPECT_EQ(server.connections(), 0U);
}

TEST_F(ServerShutdown, cancels_what_still_runs_when_patience_ends) {
  http::Server& server = serve_waiting();
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  const auto patience = context::with_timeout(context::background(), 1ms);
  const std::error_code result = server.shutdown(patience.ctx);

  EXPECT_EQ(result, Errc::deadline_exceeded);
  EXPECT_THAT(diary.lines(), ElementsAre("begins /", "ends /: context canceled"));
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerShutdown, is_hurried_by_a_second_one_with_less_patience) {
  http::Server& server = serve_waiting();
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);
  RawClient idle = connect();
  std::thread patient([&] { server.shutdown(forever()); });
  EXPECT_TRUE(idle.at_end());  // so that one came first

  const auto none = context::with_timeout(context::background(), 0ms);
  const std::error_code result = server.shutdown(none.ctx);
  patient.join();

  EXPECT_EQ(result, Errc::deadline_exceeded);
  EXPECT_THAT(diary.lines(), ElementsAre("begins /", "ends /: context canceled"));
}

TEST_F(ServerShutdown, may_be_asked_for_again_when_it_is_over) {
  http::Server& server = serve_echo();

  EXPECT_FALSE(server.shutdown(forever()));
  EXPECT_FALSE(server.shutdown(forever()));
}

TEST_F(ServerShutdown, releases_a_handler_whose_client_does_not_read) {
  http::Server& server = serve([this](ResponseWriter& response, const Request&) {
    diary.add("begins");
    response.write(std::string(30'000'000, 'x'));
    diary.add("ends");
  });
  RawClient client(server.port(), 4'096);
  client.send(get("/"));
  client.await(1);

  const auto none = context::with_timeout(context::background(), 0ms);
  server.shutdown(none.ctx);

  EXPECT_THAT(diary.lines(), ElementsAre("begins", "ends"));
}

TEST_F(ServerShutdown, does_not_run_what_was_waiting_for_its_turn_when_patience_ended) {
  http::Server& server = serve_waiting({.handlers = 1});
  RawClient running = connect();
  running.send(get("/running"));
  (void)diary.await(1);
  RawClient queued = connect();
  queued.send(get("/queued"));
  sync();

  const auto none = context::with_timeout(context::background(), 0ms);
  server.shutdown(none.ctx);

  EXPECT_THAT(diary.lines(), ElementsAre("begins /running", "ends /running: context canceled"));
}

TEST_F(ServerShutdown, happens_by_itself_when_the_server_goes) {
  serve_waiting();
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  stop();

  EXPECT_THAT(diary.lines(), ElementsAre("begins /", "ends /: context canceled"));
}

TEST_F(ServerShutdown, frees_the_port_at_once_also_when_clients_were_there) {
  http::Server& server = serve_echo();
  const std::uint16_t port = server.port();
  RawClient client = connect();
  client.send(get("/"));
  EXPECT_EQ(client.receive().status, 200);

  stop();
  serve_echo({.port = port});

  EXPECT_EQ(ask(get("/")).status, 200);
}

TEST_F(ServerShutdown, is_not_needed_where_the_port_is_taken_for_then_there_is_no_server) {
  http::Server& server = serve_echo();

  try {
    const http::Server second(forever(), [](ResponseWriter&, const Request&) {},
                              {.port = server.port()});
    FAIL() << "the port is taken";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::address_in_use);
  }
}

TEST_F(ServerShutdown, or_not_all_requests_end_with_the_context_of_the_server) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  http::Server server(ctx, [this](ResponseWriter&, const Request& request) {
    diary.add("begins");
    diary.add("ends: " + wait_for_end(request.context()).message());
  });
  RawClient client(server.port());
  client.send(get("/"));
  (void)diary.await(1);

  cancel();

  EXPECT_THAT(diary.await(2), ElementsAre("begins", "ends: context canceled"));
}

TEST_F(ServerShutdown, leaves_programs_that_were_started_meanwhile_without_a_descriptor_of_ours) {
  serve_waiting();
  RawClient client = connect();
  client.send(get("/"));
  (void)diary.await(1);

  const pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c",
          "for f in /proc/$$/fd/*; do case $f:$(readlink $f) in */[012]:*) ;;"
          " *socket:* | *eventpoll* | *eventfd* | *timerfd*) exit 1 ;; esac; done",
          nullptr);
    _exit(127);
  }
  int status = -1;
  waitpid(child, &status, 0);

  EXPECT_EQ(status, 0);
}

TEST_F(ServerShutdown, cuts_answers_off_in_a_way_that_http_1_0_understands_too) {
  http::Server& server = serve([this](ResponseWriter& response, const Request& request) {
    response.write(std::string(100'000, 'x'));
    diary.add("has written a part");
    (void)wait_for_end(request.context());
  });
  RawClient client = connect();
  client.send("GET / HTTP/1.0\r\n\r\n");
  (void)diary.await(1);

  const auto none = context::with_timeout(context::background(), 0ms);
  server.shutdown(none.ctx);

  (void)client.receive_all();
  EXPECT_TRUE(client.was_reset());
}

TEST_F(ServerShutdown, is_not_needed_where_the_address_is_none_for_then_there_is_no_server) {
  try {
    const http::Server server(forever(), [](ResponseWriter&, const Request&) {},
                              {.address = "localhost"});
    FAIL() << "that is a name";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::invalid_argument);
  }
}

TEST_F(ServerShutdown, without_patience_is_no_error_where_nobody_had_to_be_cut_off) {
  http::Server& server = serve_echo();
  const RawClient idle = connect();

  const auto none = context::with_timeout(context::background(), 0ms);

  EXPECT_FALSE(server.shutdown(none.ctx));
}

}  // namespace
