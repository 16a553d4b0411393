#include "service_caller.h"

using Answer = std::expected<std::string, std::error_code>;

Answer ServiceCaller::get(const context::Context& /*ctx*/, std::string url) {
  // Your turn: who may stop this, how much time is left, whose request is it?
  const auto response = client_.send(
      context::todo(), {.method = "GET", .url = std::move(url), .header = {}, .body = {}});
  if (!response) return std::unexpected(response.error());

  std::string body;
  while (true) {
    auto piece = response->body->read(context::todo());
    if (!piece || piece->empty()) return body;
    body += *piece;
  }
}
