// Calls under a context of its own, derived from the one that it got.
#include "service_caller.h"

#include <chrono>
#include <utility>

#include "status_error.h"
#include "trace.h"

namespace {

void tell_whose(OutgoingRequest& request, const context::Context& ctx) {
  const std::string* const id = ctx.value<trace::Id>();
  if (id != nullptr) request.header.set("X-Cloud-Trace-Context", *id);
}

std::error_code read(const context::Context& ctx, BodyReader& reader, std::string& body) {
  auto piece = reader.read(ctx);
  for (; piece && !piece->empty(); piece = reader.read(ctx)) body += *piece;
  return piece ? std::error_code() : piece.error();
}

}  // namespace

std::expected<std::string, std::error_code> ServiceCaller::get(const context::Context& parent,
                                                               std::string url) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  if (ctx.err()) return std::unexpected(ctx.err());

  OutgoingRequest request;
  request.method = "GET";
  request.url = std::move(url);
  tell_whose(request, ctx);
  if (const auto deadline = ctx.deadline()) {
    const auto left = *deadline - now_();
    if (left <= left.zero()) return std::unexpected(context::Errc::deadline_exceeded);
    request.header.set("X-Timeout-Ms", std::to_string(left / std::chrono::milliseconds(1)));
  }

  std::string body;
  std::error_code error;
  if (const auto response = client_.send(ctx, std::move(request)); !response) {
    error = response.error();
  } else if (response->status != http::Status::ok) {
    error = status_error(response->status);
  } else {
    error = read(ctx, *response->body, body);
  }
  if (ctx.err()) error = ctx.err();
  if (error) return std::unexpected(error);
  return body;
}
