// Keeps the first error itself, under a mutex, and cancels without a cause.
#include "server.h"

#include <cstddef>
#include <expected>
#include <mutex>
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
  std::mutex mutex;
  std::error_code first_error;
  {
    std::vector<std::jthread> siblings;
    siblings.reserve(services.size());
    for (std::size_t i = 0; i < services.size(); ++i) {
      siblings.emplace_back([&, i] {
        auto part = services[i]->fetch(ctx);
        {
          const std::lock_guard lock(mutex);
          if (part) parts[i] = std::move(*part);
          if (!part && !first_error) first_error = part.error();
        }
        if (!part) cancel();
      });
    }
  }

  if (first_error) return std::unexpected(first_error);
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
