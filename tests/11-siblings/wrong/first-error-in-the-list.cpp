// Answers with the first error in the list, which may be the "canceled" of a sibling. Caught by: Server.answers_with_the_first_error_and_nothing_else, Server.keeps_the_first_error_when_a_stubborn_sibling_fails_later
#include "server.h"

#include <cstddef>
#include <expected>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {

std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::vector<std::expected<std::string, std::error_code>> parts(services.size());
  {
    std::vector<std::jthread> siblings;
    siblings.reserve(services.size());
    for (std::size_t i = 0; i < services.size(); ++i) {
      siblings.emplace_back([&, i] {
        parts[i] = services[i]->fetch(ctx);
        if (!parts[i]) cancel();
      });
    }
  }

  std::string page;
  for (const auto& part : parts) {
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
