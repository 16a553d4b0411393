#include "serve/site.h"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "http/propagation.h"
#include "serve/page.h"
#include "serve/rows.h"
#include "serve/visit.h"
#include "serve/work.h"

namespace serve {
namespace {

using http::Request;
using http::ResponseWriter;
using http::Status;
using Work = std::function<Answer(const Request&, Task&)>;

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

Answer slow(const Request& request, Task& task) {
  const auto order = Order::of(request);
  return order ? build(request.context(), task, *order) : std::unexpected(order.error());
}

Answer race(const Request& request, Task& task) {
  const auto order = Order::of(request);
  return order ? first(request.context(), task, *order) : std::unexpected(order.error());
}

Answer trace(const Request& request, Task& task) {
  using std::chrono::milliseconds;
  const auto& ctx = request.context();
  const auto next = request.form_value("next");
  if (!next) return std::unexpected(next.error());
  const http::Trace* const trace = ctx.value<http::TraceOfRequest>();
  std::string text = fmt::format("trace {}, call {}", trace->id, trace->call);
  if (const auto deadline = ctx.deadline()) {
    const auto left = std::chrono::floor<milliseconds>(*deadline - context::Clock::now());
    text += fmt::format(", {} ms left", left.count());
  }
  text += '\n';
  if (next->empty()) return text;
  auto answer = ask_next(ctx, task, *next);
  return answer ? text + *answer : answer;
}

/// Gone: nothing. Too late: 504. Asked for wrongly: 400. What else can fail is another server: 502.
void reply(ResponseWriter& response, const Request& request, const Answer& answer) {
  if (answer) return response.write(answer->ends_with('\n') ? *answer : *answer + '\n');
  if (request.context().err() == context::Errc::canceled) return;
  const bool late = answer.error() == context::Errc::deadline_exceeded;
  const bool wrong = answer.error() == std::errc::invalid_argument;
  response.write_header(late    ? Status::gateway_timeout
                        : wrong ? Status::bad_request
                                : Status::bad_gateway);
  response.write(answer.error().message() + '\n');
}

/// A request as the journal names it.
std::string name_of(const Request& request) {
  std::string name = request.method + ' ' + request.target;
  if (request.header.get("traceparent").empty()) return name;
  return name + " (trace " + request.context().value<http::TraceOfRequest>()->id + ')';
}

void serve_work(Journal& journal, const Work& work, ResponseWriter& response,
                const Request& request) {
  const auto& ctx = request.context();
  Task task(journal, ctx, 0, name_of(request));
  WatchedWriter writer(response, ctx, task);
  const Answer answer = work(request, task);
  reply(writer, request, answer);
  if (!ctx.err()) task.done(answer ? "answered" : "failed: " + answer.error().message());
}

void serve_stream(Journal& journal, ResponseWriter& response, const Request& request) {
  Task task(journal, request.context(), 0, name_of(request));
  WatchedWriter writer(response, request.context(), task);
  serve_rows(task, writer, request);
}

/// Server-sent events: what the journal knows, and what becomes of it.
void serve_events(Journal& journal, const context::Context& closing, ResponseWriter& response,
                  const Request& request) {
  response.header().set("Content-Type", "text/event-stream");
  response.header().set("Cache-Control", "no-store");
  const auto ctx = context::merge(request.context(), closing);
  auto& flusher = dynamic_cast<http::Flusher&>(response);
  response.write("retry: 1000\n\n");
  flusher.flush();
  if (request.method == "HEAD") return;
  for (std::size_t next = 0;;) {
    const auto news = journal.wait_for_news(ctx, next);
    if (!news) return;
    std::string text;
    for (const std::string& event : news->events) text += "data: " + event + "\n\n";
    response.write(text);
    flusher.flush();
    next = news->next;
  }
}

void serve_page(ResponseWriter& response) {
  response.header().set("Content-Type", "text/html; charset=utf-8");
  response.header().set("Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; "
                        "script-src 'unsafe-inline'; connect-src 'self'");
  response.write(page);
}

void serve_other(ResponseWriter& response) {
  response.write_header(Status::not_found);
  response.write("There is / and /first, /rows, /trace and /ui.\n");
}

}  // namespace

http::Handler site(Journal& journal, const context::Context& closing) {
  const std::map<std::string, Work, std::less<>> works = {
      {"/", slow}, {"/first", race}, {"/trace", trace}};
  return http::continued(
      [&journal, closing, works](ResponseWriter& response, const Request& request) {
        const std::string_view path = path_of(request.target);
        if (request.method != "GET" && request.method != "HEAD") {
          response.header().set("Allow", "GET, HEAD");
          return response.write_header(static_cast<Status>(405));
        }
        if (path == "/ui") return serve_page(response);
        if (path == "/events") return serve_events(journal, closing, response, request);
        if (path == "/rows") return serve_stream(journal, response, request);
        const auto work = works.find(path);
        if (work == works.end()) return serve_other(response);
        serve_work(journal, work->second, response, request);
      });
}

}  // namespace serve
