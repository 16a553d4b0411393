// Takes an id in capitals for one in small letters. Caught by: Law.an_id_is_found_in_either_header
#include "server.h"

#include <algorithm>
#include <string>
#include <utility>

#include "answer.h"
#include "trace.h"
#include "user.h"

namespace {
std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}
}  // namespace

std::string log_line(const context::Context& ctx, std::string_view message) {
  const auto* trace = ctx.value<trace::Id>();
  const auto* user = ctx.value<user::Id>();
  return (trace ? *trace : "-") + " " + (user ? *user : "-") + " " + escaped(message);
}

http::Handler with_trace(http::Handler next) {
  return [next = std::move(next)](http::ResponseWriter& response, const http::Request& request) {
    auto id = trace::from_traceparent(lower(request.header.get("traceparent")));
    if (!id) id = trace::from_cloud_header(lower(request.header.get("X-Cloud-Trace-Context")));
    if (!id) return next(response, request);
    next(response, request.with_context(context::with_value<trace::Id>(request.context(), *id)));
  };
}

http::Handler with_log(http::Handler next, Log& log) {
  return
      [&log, next = std::move(next)](http::ResponseWriter& response, const http::Request& request) {
        log.add(log_line(request.context(), request.method + " " + request.target));
        next(response, request);
      };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
