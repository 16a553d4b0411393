// The spy is a mock of gmock: each expectation looks at the context itself.
#include "server.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "context/context.h"
#include "http/httptest.h"
#include "stub_store.h"

namespace {

using testing::AnyNumber;

class MockResponseWriter : public http::ResponseWriter {
 public:
  MOCK_METHOD(http::Header&, header, (), (override));
  MOCK_METHOD(void, write_header, (http::Status), (override));
  MOCK_METHOD(void, write, (std::string_view), (override));
};

class Server : public testing::Test {
 protected:
  Server() {
    EXPECT_CALL(response, header).Times(AnyNumber()).WillRepeatedly([this]() -> http::Header& {
      expect_live();
      return header;
    });
    EXPECT_CALL(response, write_header).Times(AnyNumber()).WillRepeatedly([this] {
      expect_live();
    });
    EXPECT_CALL(response, write).Times(AnyNumber()).WillRepeatedly([this](std::string_view bytes) {
      expect_live();
      body += bytes;
    });
  }

  void expect_live() const { EXPECT_FALSE(request.context().err()); }

  context::Derived derived = context::with_cancel(context::background());
  http::Request request = httptest::new_request("GET", "/").with_context(derived.ctx);
  MockResponseWriter response;
  http::Header header;
  std::string body;
};

TEST_F(Server, answers) {
  StubStore store("data");
  server(store)(response, request);
  EXPECT_EQ(body, "data");
}

TEST_F(Server, falls_silent) {
  StubStore store("data", [this] { derived.cancel(); });
  server(store)(response, request);
}

TEST_F(Server, stays_silent) {
  StubStore store("data");
  derived.cancel();
  server(store)(response, request);
}

}  // namespace
