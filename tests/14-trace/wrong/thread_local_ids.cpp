// Keeps the ids in thread_local variables: another thread knows nothing of them. Caught by: Server.logs_a_dash_for_what_is_missing, Server.keeps_two_requests_apart_also_on_other_threads
#include "server.h"

#include <utility>

#include "answer.h"
#include "trace.h"
#include "user.h"

namespace {
thread_local const std::string* trace_id = nullptr;
thread_local const std::string* user_id = nullptr;
}  // namespace

std::string log_line(const context::Context& /*ctx*/, std::string_view message) {
  return (trace_id ? *trace_id : "-") + ' ' + (user_id ? *user_id : "-") + ' ' + escaped(message);
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
  return [next = std::move(next), &log](auto& response, const auto& request) {
    trace_id = request.context().template value<trace::Id>();
    user_id = request.context().template value<user::Id>();
    log.add(log_line(request.context(), request.method + ' ' + request.target));
    next(response, request);
    trace_id = nullptr;
    user_id = nullptr;
  };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
