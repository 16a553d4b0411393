// Returns what the client says when the context has ended. Caught by: ServiceCaller.sends_the_request_under_its_own_context, ServiceCaller.reads_each_piece_under_its_own_context, ServiceCaller.returns_the_contexts_error_whenever_the_client_gives_up, ServiceCaller.returns_the_contexts_error_whenever_the_time_is_over, ServiceCaller.returns_no_late_answer_of_a_client_that_ignores_contexts
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

  auto answer = ask(ctx, client_, std::move(request));
  return answer;
}
