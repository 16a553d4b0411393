// Doesn't call the next handler when the client has gone. Caught by: Law.what_is_passed_on_is_the_same_request
#include "server.h"

#include <utility>

#include "answer.h"
#include "trace.h"
#include "user.h"

std::string log_line(const context::Context& ctx, std::string_view message) {
  const std::string* const trace = ctx.value<trace::Id>();
  const std::string* const user = ctx.value<user::Id>();
  return (trace ? *trace : "-") + ' ' + (user ? *user : "-") + ' ' + escaped(message);
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
        log.add(log_line(request.context(), request.method + ' ' + request.target));
        if (request.context().err()) return;
        next(response, request);
      };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
