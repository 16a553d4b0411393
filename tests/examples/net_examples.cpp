/// The examples in the headers of the real server and client, compiled and run.

#include <chrono>
#include <expected>
#include <iostream>
#include <string>
#include <system_error>

#include <gtest/gtest.h>

#include "context/context.h"
#include "http/client.h"
#include "http/flusher.h"
#include "http/httptest.h"
#include "http/propagation.h"
#include "http/server.h"

namespace {

using namespace std::chrono_literals;

http::Handler hello() {
  return [](http::ResponseWriter& response, const http::Request&) { response.write("hello"); };
}

void wait_for_ctrl_c() {}

std::expected<std::string, std::error_code> fetch(const context::Context& ctx,
                                                  const std::string& url) {
  // example of http/client.h
  const auto response = http::Client().send(ctx, {.url = url});
  if (!response) return std::unexpected(response.error());
  std::string body;
  while (true) {
    const auto piece = response->body->read(ctx);
    if (!piece) return piece;         // broken, or nobody wants it any more
    if (piece->empty()) return body;  // this was all
    body += *piece;
  }
  // end
}

TEST(Example, of_server) {
  // example of http/server.h
  http::Server server(context::background(), hello());
  std::cout << "http://127.0.0.1:" << server.port() << std::endl;
  wait_for_ctrl_c();
  const auto patience = context::with_timeout(context::background(), 5s);
  server.shutdown(patience.ctx);
  // end

  EXPECT_EQ(server.connections(), 0U);
}

TEST(Example, of_client) {
  const http::Server server(context::background(), hello());

  EXPECT_EQ(fetch(context::background(), "http://127.0.0.1:" + std::to_string(server.port())),
            "hello");
}

TEST(Example, of_flusher) {
  const http::Handler ticks = [](http::ResponseWriter& response, const http::Request&) {
    // example of http/flusher.h
    auto* const flusher = dynamic_cast<http::Flusher*>(&response);
    response.write("data: tick\n\n");
    if (flusher != nullptr) flusher->flush();
    // end
  };
  const http::Server server(context::background(), ticks);

  EXPECT_EQ(fetch(context::background(), "http://127.0.0.1:" + std::to_string(server.port())),
            "data: tick\n\n");
}

TEST(Example, of_propagation) {
  const context::Context ctx = context::background();
  const auto limited = context::with_timeout(context::background(), 1h);
  const http::Request request = httptest::new_request("GET", "/").with_context(limited.ctx);
  const http::Handler handler = hello();
  const auto now = context::Clock::now();
  http::OutgoingRequest outgoing;

  // example of http/propagation.h
  http::Server server(ctx, http::continued(handler));    // takes both from what comes in
  http::carry(request.context(), outgoing.header, now);  // puts both on what goes out
  // end

  EXPECT_FALSE(outgoing.header.get("X-Timeout-Ms").empty());
}

}  // namespace
