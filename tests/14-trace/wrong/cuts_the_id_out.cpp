// Cuts the id out of the header without a look at what it is. Caught by: Server.finds_none_in_malformed_headers
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
    const std::string header = request.header.get("traceparent");
    std::string id = header.size() > 35 ? header.substr(3, 32) : "";
    if (id.empty()) id = request.header.get("X-Cloud-Trace-Context").substr(0, 32);
    if (id.empty()) return next(response, request);
    next(response, request.with_context(context::with_value<trace::Id>(request.context(), id)));
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
