// Wraps the recorder and counts what it passes on too late, with one test for each moment to leave.
#include "server.h"

#include <cstdint>
#include <stop_token>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "context/context.h"
#include "http/httptest.h"
#include "stub_store.h"

namespace {

class Counting : public http::ResponseWriter {
 public:
  Counting(http::ResponseWriter& inner, std::stop_token done)
      : inner_(inner), done_(std::move(done)) {}

  http::Header& header() override { return in_time().header(); }
  void write_header(http::Status status) override { in_time().write_header(status); }
  void write(std::string_view bytes) override { in_time().write(bytes); }

  [[nodiscard]] int late() const { return late_; }

 private:
  http::ResponseWriter& in_time() {
    if (done_.stop_requested()) ++late_;
    return inner_;
  }

  http::ResponseWriter& inner_;
  std::stop_token done_;
  int late_ = 0;
};

enum class Leaves : std::uint8_t { never, before, during };

class Server : public testing::TestWithParam<Leaves> {};

TEST_P(Server, writes_while_somebody_is_there) {
  const auto derived = context::with_cancel(context::background());
  httptest::ResponseRecorder recorder;
  Counting response(recorder, derived.ctx.done());
  StubStore store("42", [&] {
    if (GetParam() == Leaves::during) derived.cancel();
  });
  if (GetParam() == Leaves::before) derived.cancel();

  server(store)(response, httptest::new_request("GET", "/").with_context(derived.ctx));

  EXPECT_EQ(response.late(), 0);
  EXPECT_EQ(recorder.body(), GetParam() == Leaves::never ? "42" : "");
}

INSTANTIATE_TEST_SUITE_P(Whenever, Server,
                         testing::Values(Leaves::never, Leaves::before, Leaves::during));

}  // namespace
