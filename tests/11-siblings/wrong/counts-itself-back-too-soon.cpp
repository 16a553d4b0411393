// Counts itself back before it has put down what it brings: the page may be made without it. Caught by: Server.writes_the_answers_in_the_order_of_the_services; perhaps others
#include "server.h"

#include <atomic>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {
std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::vector<std::optional<std::string>> parts(services.size());
  std::atomic<std::size_t> away = services.size();
  std::vector<std::jthread> siblings;
  siblings.reserve(services.size());
  for (std::size_t i = 0; i < services.size(); ++i) {
    siblings.emplace_back([&, i] {
      auto part = services[i]->fetch(ctx);
      if (!part) cancel(part.error());
      --away;
      away.notify_one();
      if (part) parts[i] = std::move(*part);
    });
  }
  for (std::size_t n = away; n > 0; n = away) away.wait(n);

  if (ctx.err()) return std::unexpected(context::cause(ctx));
  std::string page;
  for (const auto& part : parts) page += part.value_or("");
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
