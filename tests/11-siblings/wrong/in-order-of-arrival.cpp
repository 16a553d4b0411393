// Puts the parts together in the order in which they arrive. Caught by: Server.writes_the_answers_in_the_order_of_the_services
#include "server.h"

#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {

std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::string page;
  std::mutex mutex;
  {
    std::vector<std::jthread> siblings;
    siblings.reserve(services.size());
    for (Service* service : services) {
      siblings.emplace_back([&, service] {
        const auto part = service->fetch(ctx);
        if (!part) return cancel(part.error());
        const std::lock_guard lock(mutex);
        page += *part;
      });
    }
  }

  if (ctx.err()) return std::unexpected(context::cause(ctx));
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
