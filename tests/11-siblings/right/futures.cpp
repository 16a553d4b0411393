// Futures of std::async in the place of threads; each of them joins when it goes.
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
  std::vector<std::future<std::string>> siblings;
  siblings.reserve(services.size());
  for (Service* service : services) {
    siblings.push_back(std::async(std::launch::async, [&, service] {
      const auto part = service->fetch(ctx);
      if (!part) cancel(part.error());
      return part.value_or("");
    }));
  }

  std::string page;
  for (auto& sibling : siblings) page += sibling.get();
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
