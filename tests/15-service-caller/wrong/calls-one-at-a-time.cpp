// Holds a lock while it calls, and so makes one call after the other. Caught by: Law.each_body_is_put_together_for_itself, Law.each_client_who_gives_up_counts, Law.requests_at_the_same_time_do_not_meet, Law.the_context_ends_the_call_wherever_it_is, Law.what_is_sent_along_is_this_requests_own, Law.who_gives_up_is_let_go
#include "service_caller.h"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "status_error.h"
#include "trace.h"

using Answer = std::expected<std::string, std::error_code>;
using std::chrono::milliseconds;

static Answer ask(const context::Context& ctx, HttpClient& client, OutgoingRequest request) {
  const auto response = client.send(ctx, std::move(request));
  if (!response) return std::unexpected(response.error());
  if (response->status != http::Status::ok) return std::unexpected(status_error(response->status));

  std::string body;
  while (true) {
    auto piece = response->body->read(ctx);
    if (!piece) return piece;
    if (piece->empty()) return body;
    body += *piece;
  }
}

Answer ServiceCaller::get(const context::Context& ctx, std::string url) {
  if (ctx.err()) return std::unexpected(ctx.err());

  OutgoingRequest request{.method = "GET", .url = std::move(url), .header = {}, .body = {}};
  if (const auto deadline = ctx.deadline()) {
    const auto left = std::chrono::floor<milliseconds>(*deadline - now_());
    request.header.set("X-Timeout-Ms", std::to_string(std::max(left, milliseconds(0)).count()));
  }
  if (const auto* id = ctx.value<trace::Id>()) request.header.set("X-Cloud-Trace-Context", *id);

  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  auto answer = ask(ctx, client_, std::move(request));
  if (ctx.err()) return std::unexpected(ctx.err());  // whatever the client makes of it
  return answer;
}
