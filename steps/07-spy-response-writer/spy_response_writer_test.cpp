#include "server.h"

#include <gtest/gtest.h>

#include "context/context.h"
#include "http/httptest.h"
#include "stub_store.h"

namespace {

TEST(Server, writes_what_the_store_fetched) {
  StubStore store("hello, world");
  httptest::ResponseRecorder response;

  server(store)(response, httptest::new_request("GET", "/"));

  EXPECT_EQ(response.body(), "hello, world");
}

// Your turn: the recorder lets six bad handlers pass. Five of them want another ResponseWriter, and
// one wants another test.
TEST(Server, writes_nothing_when_the_client_gives_up_during_the_fetch) {
  auto [ctx, cancel] = context::with_cancel(context::background());
  StubStore store("hello, world", [&cancel] { cancel(); });
  httptest::ResponseRecorder response;

  server(store)(response, httptest::new_request("GET", "/").with_context(ctx));

  EXPECT_EQ(response.body(), "");
}

}  // namespace
