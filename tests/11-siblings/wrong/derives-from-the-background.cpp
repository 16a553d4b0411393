// Derives from the background: the client cannot reach anybody. Caught by: Server.tells_all_services_when_the_client_gives_up
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
  const auto [ctx, cancel] = context::with_cancel(context::background());
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

  if (parent.err()) return std::unexpected(parent.err());
  if (ctx.err()) return std::unexpected(context::cause(ctx));
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
