// A lock for the whole handler: one client waits for another's services. Caught by: Law.a_failure_stays_with_its_request, Law.all_are_told_when_the_client_gives_up, Law.each_client_who_gives_up_counts, Law.requests_at_the_same_time_do_not_meet, Law.who_gives_up_is_let_go
#include "server.h"

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
std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::vector<std::string> parts(services.size());
  std::vector<std::jthread> siblings;
  siblings.reserve(services.size());
  for (std::size_t i = 0; i < services.size(); ++i) {
    siblings.emplace_back([&, i] {
      auto part = services[i]->fetch(ctx);
      if (!part) return cancel(part.error());  // the first to cancel is the one that counts
      parts[i] = std::move(*part);
    });
  }
  siblings.clear();  // here they are joined

  if (ctx.err()) return std::unexpected(context::cause(ctx));
  return std::accumulate(parts.begin(), parts.end(), std::string());
}
}  // namespace

http::Handler server(std::vector<Service*> services) {
  return [services = std::move(services), mutex = std::make_shared<std::mutex>()](
             auto& response, const auto& request) {
    const std::lock_guard lock(*mutex);
    const auto page = gather(request.context(), services);
    if (request.context().err()) return;
    if (!page) response.write_header(http::Status::internal_server_error);
    response.write(page ? *page : page.error().message());
  };
}
