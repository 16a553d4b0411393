// Passes on by a callback that the client has left, but not why. Caught by: Law.a_cause_goes_through
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
    const context::Context parent = request.context();
    const auto deadline = parent.deadline();
    const context::Context cut = context::without_cancel(parent);
    auto [ctx, cancel] =
        deadline ? context::with_deadline(cut, *deadline) : context::with_cancel(cut);
    const auto stop = context::after_func(parent, [&cancel] { cancel(); });
    next(response, request.with_context(context::with_value<trace::Id>(ctx, *id)));
  };
}

http::Handler with_log(http::Handler next, Log& log) {
  return [next = std::move(next), &log](auto& response, const auto& request) {
    log.add(log_line(request.context(), request.method + ' ' + request.target));
    next(response, request);
  };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
