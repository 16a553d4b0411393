// Takes a service that finds nothing for one that has nothing to say. Caught by: Law.any_error_is_an_error
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
  std::vector<std::jthread> siblings;
  siblings.reserve(services.size());
  for (std::size_t i = 0; i < services.size(); ++i) {
    siblings.emplace_back([&, i] {
      auto part = services[i]->fetch(ctx);
      if (!part && part.error() == std::errc::no_such_file_or_directory) return;
      if (!part) return cancel(part.error());
      parts[i] = std::move(*part);
    });
  }
  siblings.clear();  // here they are joined

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
