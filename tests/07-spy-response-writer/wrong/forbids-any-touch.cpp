// Takes it that the response may not be touched before the client gives up either. Caught by: YourTest.accepts_the_early_bird
#include "server.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "context/context.h"
#include "http/httptest.h"
#include "stub_store.h"

namespace {

/// Counts the calls.
class SpyResponseWriter : public http::ResponseWriter {
 public:
  http::Header& header() override {
    ++calls_;
    return header_;
  }
  void write_header(http::Status) override { ++calls_; }
  void write(std::string_view bytes) override {
    ++calls_;
    body_ += bytes;
  }

  [[nodiscard]] const std::string& body() const { return body_; }
  [[nodiscard]] int calls() const { return calls_; }

 private:
  http::Header header_;
  std::string body_;
  int calls_ = 0;
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

  EXPECT_EQ(response.calls(), 0);
}

TEST_F(Server, leaves_the_response_alone_when_the_request_comes_cancelled) {
  StubStore store("hello, world");
  derived.cancel();

  sends_to(store);

  EXPECT_EQ(response.calls(), 0);
}

}  // namespace
