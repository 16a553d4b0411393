// Gives a call without a deadline half a minute. Caught by: Law.time_lasts_to_its_last_moment
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
  if (const auto deadline = ctx.deadline()) {
    const auto left = std::chrono::floor<milliseconds>(*deadline - now_());
    request.header.set("X-Timeout-Ms", std::to_string(std::max(left, milliseconds(0)).count()));
  }
  if (const auto* id = ctx.value<trace::Id>()) request.header.set("X-Cloud-Trace-Context", *id);

  const auto [limited, cancel] = ctx.deadline()
                                     ? context::with_cancel(ctx)
                                     : context::with_timeout(ctx, std::chrono::seconds(30));
  auto answer = ask(limited, client_, std::move(request));
  if (ctx.err()) return std::unexpected(ctx.err());  // whatever the client makes of it
  return answer;
}
