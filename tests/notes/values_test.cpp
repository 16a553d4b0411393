#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "context/context.h"
#include "support/stage.h"

namespace {

struct TraceId {
  using value_type = std::string;
};

/// For a log: nothing in it can end a line or begin another.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) safe += c < ' ' || c > '~' ? '?' : c;
  return safe;
}

std::string log_line(const context::Context& ctx, std::string_view message) {
  const std::string* trace = ctx.value<TraceId>();  // nullptr if nobody has set one
  return (trace == nullptr ? "-" : *trace) + " " + escaped(message);
}

TEST(Value, comes_out_in_the_log) {
  const auto ctx = context::with_value<TraceId>(context::background(), "4bf92f35");

  EXPECT_EQ(log_line(ctx, "fetching"), "4bf92f35 fetching");
  EXPECT_EQ(log_line(context::background(), "fetching"), "- fetching");
  EXPECT_EQ(log_line(ctx, "a\nlie"), "4bf92f35 a?lie");
}

/// What somebody sent, if it is a trace id: some digits of hexadecimal, and not too many.
std::optional<std::string> trace_id(const std::string& sent) {
  const bool digits = sent.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (sent.empty() || sent.size() > 32 || !digits) return std::nullopt;
  return sent;
}

http::Handler with_trace(http::Handler next) {
  return [next = std::move(next)](http::ResponseWriter& response, const http::Request& request) {
    const auto id = trace_id(request.header.get("X-Trace-Id"));
    if (!id) return next(response, request);
    next(response, request.with_context(context::with_value<TraceId>(request.context(), *id)));
  };
}

/// What the log says of a request with this header.
std::string logged_for(const std::string& header) {
  std::string line;
  const auto handler =
      with_trace([&](http::ResponseWriter& /*response*/, const http::Request& request) {
        line = log_line(request.context(), "fetching");
      });
  auto request = httptest::new_request("GET", "/");
  request.header.set("X-Trace-Id", header);
  httptest::ResponseRecorder response;
  handler(response, request);
  return line;
}

TEST(Value, goes_in_at_the_top_if_it_is_what_it_says) {
  EXPECT_EQ(logged_for("4bf92f35"), "4bf92f35 fetching");
  EXPECT_EQ(logged_for("4bf9\n- all is well"), "- fetching");
  EXPECT_EQ(logged_for(std::string(33, 'f')), "- fetching");
}

}  // namespace
