// Takes the id only if the caller records its trace, too. Caught by: Law.an_id_is_found_in_either_header
#include "server.h"

#include <optional>
#include <utility>

#include "answer.h"
#include "trace.h"
#include "user.h"

std::string log_line(const context::Context& ctx, std::string_view message) {
  const std::string* const trace = ctx.value<trace::Id>();
  const std::string* const user = ctx.value<user::Id>();
  return (trace ? *trace : "-") + ' ' + (user ? *user : "-") + ' ' + escaped(message);
}

static std::optional<std::string> sampled(std::string_view text) {
  auto id = trace::from_traceparent(text);
  if (id && text.ends_with("-00")) id.reset();  // its lines are wanted by nobody
  return id;
}

http::Handler with_trace(http::Handler next) {
  return [next = std::move(next)](http::ResponseWriter& response, const http::Request& request) {
    auto id = sampled(request.header.get("traceparent"));
    if (!id) id = trace::from_cloud_header(request.header.get("X-Cloud-Trace-Context"));
    if (!id) return next(response, request);
    next(response, request.with_context(context::with_value<trace::Id>(request.context(), *id)));
  };
}

http::Handler with_log(http::Handler next, Log& log) {
  return
      [next = std::move(next), &log](http::ResponseWriter& response, const http::Request& request) {
        log.add(log_line(request.context(), request.method + ' ' + request.target));
        next(response, request);
      };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
