#include "server.h"

#include <expected>
#include <string>
#include <system_error>
#include <utility>

namespace {
std::expected<std::string, std::error_code> gather(const context::Context& ctx,
                                                   const std::vector<Service*>& services) {
  std::string page;
  for (Service* service : services) {
    const auto part = service->fetch(ctx);
    if (!part) return part;
    page += *part;
  }
  return page;
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
