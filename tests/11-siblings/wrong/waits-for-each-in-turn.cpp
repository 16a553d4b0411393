// Waits for the services in their order, and hears of an error only when its turn has come. Caught by: Server.tells_the_siblings_when_one_fails, Server.answers_with_the_first_error_and_nothing_else, Server.keeps_the_first_error_when_a_stubborn_sibling_fails_later
#include "server.h"

#include <expected>
#include <future>
#include <string>
#include <system_error>
#include <utility>

namespace {

std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::vector<std::future<std::expected<std::string, std::error_code>>> siblings;
  siblings.reserve(services.size());
  for (Service* service : services) {
    siblings.push_back(
        std::async(std::launch::async, [&, service] { return service->fetch(ctx); }));
  }

  std::string page;
  for (auto& sibling : siblings) {
    const auto part = sibling.get();
    if (!part) {
      cancel();
      return part;
    }
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
