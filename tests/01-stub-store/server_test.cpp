#include "server.h"

#include "support/stage.h"

namespace {

/// A store with a canned answer, which counts how often it is asked.
class StubStore : public Store {
 public:
  explicit StubStore(std::string answer) : data(std::move(answer)) {}

  std::string fetch() override {
    ++fetches;
    return data;
  }

  std::string data;
  int fetches = 0;
};

http::Request get() { return httptest::new_request("GET", "/"); }

TEST(Server, writes_what_the_store_fetched) {
  StubStore store("hello, world");
  httptest::ResponseRecorder response;

  server(store)(response, get());

  EXPECT_EQ(response.body(), "hello, world")
      << "The answer is not what the store fetched: write store.fetch() to the response.";
}

TEST(Server, fetches_when_a_request_comes_and_not_before) {
  StubStore store("yesterday's news");
  const http::Handler handler = server(store);
  httptest::ResponseRecorder response;

  store.data = "today's news";
  handler(response, get());

  EXPECT_EQ(response.body(), "today's news")
      << "The answer is not what the store holds now: call store.fetch() inside the handler, each "
         "time a request comes.";
}

TEST(Server, fetches_once_for_each_request) {
  StubStore store("hello, world");
  const http::Handler handler = server(store);
  httptest::ResponseRecorder first;
  httptest::ResponseRecorder second;

  handler(first, get());
  handler(second, get());

  EXPECT_EQ(store.fetches, 2) << "Two requests are two fetches, no more and no fewer: call "
                                 "store.fetch() once in the handler.";
  EXPECT_EQ(second.body(), "hello, world") << "The second answer is not what was fetched for it: "
                                              "keep nothing from one request to the next.";
}

TEST(Server, writes_once) {
  StubStore store("hello, world");
  testing::NiceMock<SpyResponseWriter> response;

  server(store)(response, get());

  EXPECT_EQ(response.writes(), 1) << "Call response.write() once, with all that was fetched.";
}

}  // namespace
