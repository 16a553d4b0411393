#include "http/propagation.h"

#include <chrono>
#include <string>

#include "context/manual_clock.h"
#include "support/stage.h"

namespace {

using http::Request;
using http::TraceOfRequest;
using httptest::new_request;
using httptest::ResponseRecorder;
using testing::MatchesRegex;
using namespace std::chrono_literals;

const std::string id = "0af7651916cd43dd8448eb211c80319c";
const std::string traceparent = "00-" + id + "-b7ad6b7169203331-01";

/// The context under which `request` reaches a handler.
context::Context context_of(const Request& request) {
  context::Context seen;
  ResponseRecorder response;
  http::continued([&](auto&, const Request& passed) { seen = passed.context(); })(response,
                                                                                  request);
  return seen;
}

context::Context context_with(std::string_view name, std::string_view value) {
  Request request = new_request("GET", "/");
  request.header.set(name, value);
  return context_of(request);
}

TEST(Propagation, keeps_the_id_and_the_flags_and_names_a_caller_of_its_own) {
  const auto ctx = context_with("traceparent", traceparent);
  const auto* const trace = ctx.value<TraceOfRequest>();

  ASSERT_NE(trace, nullptr);
  EXPECT_EQ(trace->id, id);
  EXPECT_EQ(trace->flags, "01");
  EXPECT_THAT(trace->call, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_NE(trace->call, "b7ad6b7169203331");
}

TEST(Propagation, begins_a_trace_where_there_is_none_that_is_valid) {
  for (const std::string& bad :
       {std::string(), "cc-" + id.substr(0, 20), "00-" + id, "ff-" + id + "-b7ad6b7169203331-01",
        "00-" + std::string(32, '0') + "-b7ad6b7169203331-01",
        "00-" + id + "-" + std::string(16, '0') + "-01", traceparent + "x", traceparent + "-x",
        "00-" + id.substr(1) + "X-b7ad6b7169203331-01"}) {
    const auto ctx = context_with("traceparent", bad);
    const auto* const trace = ctx.value<TraceOfRequest>();

    ASSERT_NE(trace, nullptr) << bad;
    EXPECT_THAT(trace->id, MatchesRegex("[0-9a-f]{32}")) << bad;
    EXPECT_NE(trace->id, id) << bad;
  }
}

TEST(Propagation, understands_later_versions_that_say_more) {
  const auto ctx = context_with("traceparent", "01-" + id + "-b7ad6b7169203331-00-more");

  EXPECT_EQ(ctx.value<TraceOfRequest>()->id, id);
}

TEST(Propagation, makes_a_deadline_of_the_remaining_time_and_nothing_of_what_is_no_time) {
  EXPECT_TRUE(context_with("X-Timeout-Ms", "100000").deadline());
  EXPECT_EQ(context_with("X-Timeout-Ms", "0").err(), context::Errc::deadline_exceeded);
  for (const char* bad : {"", "-1", "1.5", "soon", "1x", " 1", "9999999999"}) {
    EXPECT_FALSE(context_with("X-Timeout-Ms", bad).deadline()) << bad;
  }
}

TEST(Propagation, puts_on_a_call_what_the_context_has_and_no_more) {
  context::testing::ManualClock clock;
  const auto traced = context::with_value<TraceOfRequest>(
      clock.background(), http::Trace{.id = id, .call = "b7ad6b7169203331", .flags = "01"});
  const auto limited = context::with_timeout(traced, 1'500us);
  http::Header nothing;
  http::Header header;
  http::Header late;

  http::carry(context::background(), nothing, clock.now());
  http::carry(limited.ctx, header, clock.now());
  http::carry(limited.ctx, late, clock.now() + 1h);

  EXPECT_TRUE(nothing.empty());
  EXPECT_EQ(header.get("traceparent"), traceparent);
  EXPECT_EQ(header.get("X-Timeout-Ms"), "1");
  EXPECT_EQ(late.get("X-Timeout-Ms"), "0");
}

}  // namespace
