// All tests have one count, and who runs first finds it at 0. Caught by: YourTest.says_the_same_each_time, YourTest.accepts_the_early_bird, YourTest.accepts_the_short_one, YourTest.accepts_the_slicer, YourTest.accepts_the_thorough_one
#include "server.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "context/context.h"
#include "http/httptest.h"
#include "stub_store.h"

namespace {

int calls = 0;

/// Counts the calls.
class SpyResponseWriter : public http::ResponseWriter {
 public:
  http::Header& header() override {
    ++calls;
    return header_;
  }
  void write_header(http::Status) override { ++calls; }
  void write(std::string_view bytes) override {
    ++calls;
    body_ += bytes;
  }

  [[nodiscard]] const std::string& body() const { return body_; }

 private:
  http::Header header_;
  std::string body_;
};

class Server : public testing::Test {
 protected:
  void sends_to(Store& store) { server(store)(response, request); }

  context::Derived derived = context::with_cancel(context::background());
  http::Request request = httptest::new_request("GET", "/").with_context(derived.ctx);
  SpyResponseWriter response;
};

TEST_F(Server, writes_what_the_store_fetched) {
  StubStore store("hello, world");

  sends_to(store);

  EXPECT_EQ(response.body(), "hello, world");
}

TEST_F(Server, leaves_the_response_alone_when_the_client_gives_up_during_the_fetch) {
  StubStore store("hello, world", [this] { derived.cancel(); });

  sends_to(store);

  EXPECT_EQ(calls, 0);
}

TEST_F(Server, leaves_the_response_alone_when_the_request_comes_cancelled) {
  StubStore store("hello, world");
  derived.cancel();

  sends_to(store);

  EXPECT_EQ(calls, 0);
}

}  // namespace
