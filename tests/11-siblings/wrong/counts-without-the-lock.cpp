// Counts those who are back without the lock under which the handler looks: the last one may go unheard. Caught by: Server.writes_the_answers_in_the_order_of_the_services; perhaps others
#include "server.h"

#include <atomic>
#include <condition_variable>
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
  std::atomic<std::size_t> away = services.size();
  std::mutex mutex;
  std::condition_variable one_is_back;
  std::vector<std::jthread> siblings;
  siblings.reserve(services.size());
  for (std::size_t i = 0; i < services.size(); ++i) {
    siblings.emplace_back([&, i] {
      auto part = services[i]->fetch(ctx);
      if (part) {
        parts[i] = std::move(*part);
      } else {
        cancel(part.error());
      }
      --away;
      one_is_back.notify_one();
    });
  }
  {
    std::unique_lock lock(mutex);
    while (away > 0) one_is_back.wait(lock);
  }
  siblings.clear();

  if (ctx.err()) return std::unexpected(context::cause(ctx));
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
