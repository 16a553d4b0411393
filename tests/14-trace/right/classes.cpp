// Writes each middleware as a class, and derives a context that could be cancelled, too.
#include "server.h"

#include <optional>
#include <utility>

#include "answer.h"
#include "trace.h"
#include "user.h"

namespace {

template <class Key>
std::string value_or_dash(const context::Context& ctx) {
  const std::string* const value = ctx.value<Key>();
  return value == nullptr ? "-" : escaped(*value);
}

std::optional<std::string> id_of(const http::Request& request) {
  if (auto id = trace::from_traceparent(request.header.get("traceparent"))) return id;
  return trace::from_cloud_header(request.header.get("X-Cloud-Trace-Context"));
}

class Tracer {
 public:
  explicit Tracer(http::Handler next) : next_(std::move(next)) {}

  void operator()(http::ResponseWriter& response, const http::Request& request) const {
    auto [ctx, cancel] = context::with_cancel(request.context());
    if (auto id = id_of(request)) ctx = context::with_value<trace::Id>(ctx, *std::move(id));
    next_(response, request.with_context(ctx));
  }

 private:
  http::Handler next_;
};

class Logger {
 public:
  Logger(http::Handler next, Log& log) : next_(std::move(next)), log_(log) {}

  void operator()(http::ResponseWriter& response, const http::Request& request) const {
    log_.add(log_line(request.context(), request.method + ' ' + request.target));
    next_(response, request);
  }

 private:
  http::Handler next_;
  Log& log_;
};

}  // namespace

std::string log_line(const context::Context& ctx, std::string_view message) {
  return value_or_dash<trace::Id>(ctx) + ' ' + value_or_dash<user::Id>(ctx) + ' ' +
         escaped(message);
}

http::Handler with_trace(http::Handler next) { return Tracer(std::move(next)); }

http::Handler with_log(http::Handler next, Log& log) { return Logger(std::move(next), log); }

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
