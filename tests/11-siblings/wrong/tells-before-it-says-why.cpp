// Tells the siblings before it has put the error down: one of them may put down its own first. Caught by: Law.a_sibling_that_has_heard_sooner_is_not_the_first_to_fail; perhaps others
#include "server.h"

#include <cstddef>
#include <expected>
#include <mutex>
#include <numeric>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {
std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::vector<std::string> parts(services.size());
  std::mutex mutex;
  std::optional<std::error_code> first;
  std::vector<std::jthread> siblings;
  siblings.reserve(services.size());
  for (std::size_t i = 0; i < services.size(); ++i) {
    siblings.emplace_back([&, i] {
      auto part = services[i]->fetch(ctx);
      if (part) {
        parts[i] = std::move(*part);
        return;
      }
      cancel();
      const std::lock_guard lock(mutex);
      if (!first) first = part.error();
    });
  }
  siblings.clear();

  if (first) return std::unexpected(*first);
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
