// Asks one after the other. Caught by: Server.asks_all_services_at_once, Server.tells_the_siblings_when_one_fails, Server.keeps_the_first_error_when_a_stubborn_sibling_fails_later, Server.waits_for_a_stubborn_sibling, Server.tells_all_services_when_the_client_gives_up
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
