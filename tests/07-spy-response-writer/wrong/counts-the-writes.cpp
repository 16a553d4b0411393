// Wants the data in one piece. Caught by: YourTest.accepts_the_slicer
#include "server.h"

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "context/context.h"
#include "http/httptest.h"
#include "stub_store.h"

namespace {

/// Fails the test for every call that comes once `ctx` is over, even one that changes nothing.
class SpyResponseWriter : public http::ResponseWriter {
 public:
  explicit SpyResponseWriter(context::Context ctx) : ctx_(std::move(ctx)) {}

  http::Header& header() override {
    notice("header()");
    return header_;
  }
  void write_header(http::Status) override { notice("write_header()"); }
  void write(std::string_view bytes) override {
    notice("write()");
    body_ += bytes;
    ++writes_;
  }

  [[nodiscard]] const std::string& body() const { return body_; }
  [[nodiscard]] int writes() const { return writes_; }

 private:
  void notice(std::string_view call) const {
    EXPECT_FALSE(ctx_.err()) << call << " was called, and the client had given up before.";
  }

  context::Context ctx_;
  http::Header header_;
  std::string body_;
  int writes_ = 0;
};

class Server : public testing::Test {
 protected:
  void sends_to(Store& store) { server(store)(response, request); }

  context::Derived derived = context::with_cancel(context::background());
  http::Request request = httptest::new_request("GET", "/").with_context(derived.ctx);
  SpyResponseWriter response{derived.ctx};
};

TEST_F(Server, writes_what_the_store_fetched) {
  StubStore store("hello, world");

  sends_to(store);

  EXPECT_EQ(response.body(), "hello, world");
  EXPECT_EQ(response.writes(), 1);
}

TEST_F(Server, leaves_the_response_alone_when_the_client_gives_up_during_the_fetch) {
  StubStore store("hello, world", [this] { derived.cancel(); });

  sends_to(store);
}

TEST_F(Server, leaves_the_response_alone_when_the_request_comes_cancelled) {
  StubStore store("hello, world");
  derived.cancel();

  sends_to(store);
}

}  // namespace
