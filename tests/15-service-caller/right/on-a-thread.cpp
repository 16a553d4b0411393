// Another thread makes the call; this one waits for it, and says why it was all over.
#include "service_caller.h"

#include <algorithm>
#include <chrono>
#include <future>

#include "status_error.h"
#include "trace.h"

namespace {

using Answer = std::expected<std::string, std::error_code>;

Answer fetch(const context::Context& ctx, HttpClient& client, const OutgoingRequest& request) {
  auto response = client.send(ctx, request);
  if (!response) return std::unexpected(response.error());
  if (response->status != http::Status::ok) return std::unexpected(status_error(response->status));
  Answer body = "";
  while (body) {
    auto piece = response->body->read(ctx);
    if (piece && piece->empty()) break;
    body = piece ? Answer(*body + *piece) : std::unexpected(piece.error());
  }
  return body;
}

}  // namespace

Answer ServiceCaller::get(const context::Context& ctx, std::string url) {
  OutgoingRequest request{.method = "GET", .url = std::move(url), .header = {}, .body = {}};
  const auto add = [&request](const char* name, const std::string& value) {
    request.header.add(name, value);
  };
  if (ctx.value<trace::Id>() != nullptr) add("X-Cloud-Trace-Context", *ctx.value<trace::Id>());
  if (const auto deadline = ctx.deadline()) {
    const auto left = std::max(*deadline - now_(), context::Clock::duration::zero());
    add("X-Timeout-Ms", std::to_string(left / std::chrono::milliseconds(1)));
  }
  if (ctx.err()) return std::unexpected(ctx.err());

  auto call = std::async(std::launch::async, [&] { return fetch(ctx, client_, request); });
  auto answer = call.get();
  return ctx.err() ? std::unexpected(ctx.err()) : answer;
}
