// Logs what is the same as a line before only once, so that the log stays short. Caught by: Law.each_request_has_one_line_whatever_comes_of_it
#include "server.h"

#include <memory>
#include <mutex>
#include <set>
#include <string>
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

/// What has been logged.
class Lines {
 public:
  bool add(const std::string& line) {
    const std::lock_guard lock(mutex_);
    return lines_.insert(line).second;
  }

 private:
  std::mutex mutex_;
  std::set<std::string> lines_;
};

http::Handler with_log(http::Handler next, Log& log) {
  const auto lines = std::make_shared<Lines>();
  return [next = std::move(next), &log, lines](auto& response, const auto& request) {
    const auto line = log_line(request.context(), request.method + ' ' + request.target);
    if (lines->add(line)) log.add(line);
    next(response, request);
  };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
