// Logs in a thread of its own, and the request doesn't wait for it. Caught by: Law.the_line_in_the_log_is_part_of_the_request
#include "server.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "answer.h"
#include "trace.h"
#include "user.h"

class Threads {
 public:
  void add(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    threads_.emplace_back(std::move(task));
  }

 private:
  std::mutex mutex_;
  std::vector<std::jthread> threads_;
};

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
  const auto threads = std::make_shared<Threads>();
  return [next = std::move(next), &log, threads](auto& response, const auto& request) {
    const auto line = log_line(request.context(), request.method + ' ' + request.target);
    threads->add([&log, line] { log.add(line); });
    next(response, request);
  };
}

http::Handler server(Store& store, Log& log) {
  return with_trace(user::with_user(with_log(answer(store), log)));
}
