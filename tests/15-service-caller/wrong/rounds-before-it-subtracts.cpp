// Rounds the two moments instead of the time between them. Caught by: Law.the_time_that_is_left_is_sent_whatever_it_is
#include "service_caller.h"

#include <algorithm>
#include <chrono>

#include "status_error.h"
#include "trace.h"

using Answer = std::expected<std::string, std::error_code>;
using std::chrono::milliseconds;

namespace {

Answer read_all(BodyReader& reader, const context::Context& ctx) {
  std::string body;
  while (true) {
    auto piece = reader.read(ctx);
    if (!piece || piece->empty()) return piece ? Answer(std::move(body)) : piece;
    body += *piece;
  }
}

Answer ask(HttpClient& client, const context::Context& ctx, OutgoingRequest request) {
  const auto response = client.send(ctx, std::move(request));
  if (!response) return std::unexpected(response.error());
  if (response->status != http::Status::ok) return std::unexpected(status_error(response->status));
  return read_all(*response->body, ctx);
}

}  // namespace

Answer ServiceCaller::get(const context::Context& ctx, std::string url) {
  if (ctx.err()) return std::unexpected(ctx.err());

  OutgoingRequest request{.method = "GET", .url = std::move(url), .header = {}, .body = {}};
  if (const auto deadline = ctx.deadline()) {
    const auto left =
        std::chrono::floor<milliseconds>(*deadline) - std::chrono::floor<milliseconds>(now_());
    request.header.set("X-Timeout-Ms", std::to_string(std::max(left, milliseconds(0)).count()));
  }
  if (const auto* id = ctx.value<trace::Id>()) request.header.set("X-Cloud-Trace-Context", *id);

  auto answer = ask(client_, ctx, std::move(request));
  if (ctx.err()) return std::unexpected(ctx.err());
  return answer;
}
