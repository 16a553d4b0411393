// Returns as soon as it knows the answer, and leaves the other threads to themselves. Caught by: Server.waits_for_a_stubborn_sibling
#include "server.h"

#include <condition_variable>
#include <cstddef>
#include <expected>
#include <memory>
#include <mutex>
#include <numeric>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {

struct Shared {
  explicit Shared(std::size_t size) : parts(size), missing(size) {}

  std::mutex mutex;
  std::condition_variable_any news;
  std::vector<std::string> parts;
  std::size_t missing;
};

std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  auto [ctx, cancel_here] = context::with_cancel(parent);
  const auto cancel = std::make_shared<context::CancelFunc>(std::move(cancel_here));
  const auto shared = std::make_shared<Shared>(services.size());
  for (std::size_t i = 0; i < services.size(); ++i) {
    std::thread([ctx, cancel, shared, service = services[i], i] {
      auto part = service->fetch(ctx);
      if (!part) return (*cancel)(part.error());
      const std::lock_guard lock(shared->mutex);
      shared->parts[i] = std::move(*part);
      if (--shared->missing == 0) shared->news.notify_all();
    }).detach();
  }

  std::unique_lock lock(shared->mutex);
  shared->news.wait(lock, ctx.done(), [&] { return shared->missing == 0; });
  if (ctx.err()) return std::unexpected(context::cause(ctx));
  return std::accumulate(shared->parts.begin(), shared->parts.end(), std::string());
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
