// Signs the user in before it looks for the trace, logs when all is done, and chains its optionals.
#include "server.h"

#include <optional>
#include <sstream>
#include <utility>

#include "answer.h"
#include "trace.h"
#include "user.h"

std::string log_line(const context::Context& ctx, std::string_view message) {
  std::ostringstream line;
  for (const std::string* id : {ctx.value<trace::Id>(), ctx.value<user::Id>()}) {
    line << (id == nullptr ? "-" : *id) << ' ';
  }
  line << escaped(message);
  return line.str();
}

http::Handler with_trace(http::Handler next) {
  return [next = std::move(next)](http::ResponseWriter& response, const http::Request& request) {
    const auto id = trace::from_traceparent(request.header.get("traceparent")).or_else([&request] {
      return trace::from_cloud_header(request.header.get("X-Cloud-Trace-Context"));
    });
    const context::Context& ctx = request.context();
    next(response, request.with_context(id ? context::with_value<trace::Id>(ctx, *id) : ctx));
  };
}

http::Handler with_log(http::Handler next, Log& log) {
  return [next = std::move(next), &log](auto& response, const auto& request) {
    next(response, request);
    log.add(log_line(request.context(), request.method + " " + request.target));
  };
}

http::Handler server(Store& store, Log& log) {
  return user::with_user(with_trace(with_log(answer(store), log)));
}
