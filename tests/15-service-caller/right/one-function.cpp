// All in one function, which looks after each call.
#include "service_caller.h"

#include <chrono>
#include <cstdint>

#include "status_error.h"
#include "trace.h"

std::expected<std::string, std::error_code> ServiceCaller::get(const context::Context& ctx,
                                                               std::string url) {
  OutgoingRequest request{.method = "GET", .url = std::move(url), .header = {}, .body = {}};
  if (const auto* id = ctx.value<trace::Id>()) request.header.set("X-Cloud-Trace-Context", *id);
  if (const auto deadline = ctx.deadline()) {
    const auto left = *deadline - now_();
    const std::int64_t ms = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
    request.header.set("X-Timeout-Ms", ms > 0 ? std::to_string(ms) : "0");
  }
  if (ctx.err()) return std::unexpected(ctx.err());

  auto response = client_.send(ctx, request);
  if (ctx.err()) return std::unexpected(ctx.err());
  if (!response) return std::unexpected(response.error());
  if (response->status != http::Status::ok) return std::unexpected(status_error(response->status));

  std::string body;
  for (bool more = true; more;) {
    const auto piece = response->body->read(ctx);
    if (ctx.err()) return std::unexpected(ctx.err());
    if (!piece) return std::unexpected(piece.error());
    body += *piece;
    more = !piece->empty();
  }
  return body;
}
