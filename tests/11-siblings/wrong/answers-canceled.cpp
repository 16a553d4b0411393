// Answers with err() of the context: that it was cancelled, and not by what. Caught by: Server.answers_with_the_first_error_and_nothing_else, Server.keeps_the_first_error_when_a_stubborn_sibling_fails_later
#include "server.h"

#include <cstddef>
#include <expected>
#include <numeric>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {

std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::vector<std::string> parts(services.size());
  {
    std::vector<std::jthread> siblings;
    siblings.reserve(services.size());
    for (std::size_t i = 0; i < services.size(); ++i) {
      siblings.emplace_back([&, i] {
        auto part = services[i]->fetch(ctx);
        if (!part) return cancel(part.error());
        parts[i] = std::move(*part);
      });
    }
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return std::accumulate(parts.begin(), parts.end(), std::string());
}

}  // namespace

http::Handler server(std::vector<Service*> services) {
  return [services = std::move(services)](auto& response, const auto& request) {
    const auto page = gather(request.context(), services);
    if (request.context().err()) return;
    if (!page) response.write_header(http::Status::internal_server_error);
    response.write(page ? *page : page.error().message());
  };
}
