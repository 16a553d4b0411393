// Sends again when the connection breaks before anything has come. Caught by: Law.a_request_is_sent_once
#include "service_caller.h"

#include <algorithm>
#include <chrono>

#include "status_error.h"
#include "trace.h"

using Answer = std::expected<std::string, std::error_code>;
using std::chrono::milliseconds;

static Answer ask(const context::Context& ctx, HttpClient& client, const OutgoingRequest& request,
                  bool again = true) {
  const auto response = client.send(ctx, request);
  if (!response) return std::unexpected(response.error());
  if (response->status != http::Status::ok) return std::unexpected(status_error(response->status));

  std::string body;
  while (true) {
    auto piece = response->body->read(ctx);
    if (!piece && again && body.empty() && !ctx.err()) return ask(ctx, client, request, false);
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

  auto answer = ask(ctx, client_, request);
  if (ctx.err()) return std::unexpected(ctx.err());  // whatever the client makes of it
  return answer;
}
