// Gives the call the whole milliseconds that it has sent along, and not all of its time. Caught by: Law.all_the_time_that_there_is
#include "service_caller.h"

#include <algorithm>
#include <chrono>

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
  auto [ours, cancel] = context::with_cancel(ctx);
  if (const auto deadline = ctx.deadline()) {
    const auto left = std::chrono::floor<milliseconds>(*deadline - now_());
    if (left.count() > 0) {
      auto shorter = context::with_timeout(ctx, left);
      ours = std::move(shorter.ctx);
      cancel = std::move(shorter.cancel);
    }
    request.header.set("X-Timeout-Ms", std::to_string(std::max(left, milliseconds(0)).count()));
  }
  if (const auto* id = ctx.value<trace::Id>()) request.header.set("X-Cloud-Trace-Context", *id);

  auto answer = ask(ours, client_, std::move(request));
  if (ctx.err()) return std::unexpected(ctx.err());  // whatever the client makes of it
  return answer;
}
