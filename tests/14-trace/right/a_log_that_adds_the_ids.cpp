// Puts both ids into one private value, looks there first, and logs after the answer.
#include "server.h"

#include <string>
#include <utility>

#include "answer.h"
#include "trace.h"
#include "user.h"

namespace {

template <class Key>
void append(std::string& line, const context::Context& ctx) {
  const auto* const value = ctx.value<Key>();
  line.append(value == nullptr ? "-" : *value).append(" ");
}

}  // namespace

std::string log_line(const context::Context& ctx, std::string_view message) {
  std::string line;
  append<trace::Id>(line, ctx);
  append<user::Id>(line, ctx);
  return line + escaped(message);
}

http::Handler with_trace(http::Handler next) {
  return [next = std::move(next)](http::ResponseWriter& response, const http::Request& request) {
    auto id = trace::from_traceparent(request.header.get("traceparent"));
    if (!id) id = trace::from_cloud_header(request.header.get("X-Cloud-Trace-Context"));
    if (!id) return next(response, request);
    next(response, request.with_context(context::with_value<trace::Id>(request.context(), *id)));
  };
}

http::Handler with_log(http::Handler next, Log& log) {
  return
      [next = std::move(next), &log](http::ResponseWriter& response, const http::Request& request) {
        const std::string line = log_line(request.context(), request.method + ' ' + request.target);
        next(response, request);
        log.add(line);
      };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
