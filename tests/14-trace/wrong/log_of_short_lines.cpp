// Logs no more than the first 1,000 bytes of a target. Caught by: Law.each_request_has_one_line_whatever_comes_of_it
#include "server.h"

#include <utility>

#include "answer.h"
#include "trace.h"
#include "user.h"

std::string log_line(const context::Context& ctx, std::string_view message) {
  const auto* trace = ctx.value<trace::Id>();
  const auto* user = ctx.value<user::Id>();
  return (trace ? *trace : "-") + " " + (user ? *user : "-") + " " + escaped(message);
}

http::Handler with_trace(http::Handler next) {
  return [next = std::move(next)](http::ResponseWriter& response, const http::Request& request) {
    const auto& header = request.header;
    auto id = trace::from_traceparent(header.get("traceparent"));
    if (!id) id = trace::from_cloud_header(header.get("X-Cloud-Trace-Context"));
    if (!id) return next(response, request);
    next(response, request.with_context(context::with_value<trace::Id>(request.context(), *id)));
  };
}

http::Handler with_log(http::Handler next, Log& log) {
  return
      [&log, next = std::move(next)](http::ResponseWriter& response, const http::Request& request) {
        log.add(log_line(request.context(), request.method + " " + request.target.substr(0, 1000)));
        next(response, request);
      };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
