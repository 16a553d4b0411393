// Keeps the first page and gives it to everybody who comes later. Caught by: Law.a_request_is_a_request, Law.after_the_answer_it_is_over, Law.data_are_data, Law.each_request_asks_once, Law.each_request_is_served_for_itself, Law.requests_at_the_same_time_do_not_meet, Law.the_order_of_the_list_counts_and_not_that_of_arrival
#include "server.h"

#include <cstddef>
#include <expected>
#include <memory>
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
  return [services = std::move(services), kept = std::make_shared<std::string>()](
             auto& response, const auto& request) {
    auto page = gather(request.context(), services);
    if (page && kept->empty()) *kept = *page;
    if (page) *page = *kept;
    if (request.context().err()) return;
    if (!page) response.write_header(http::Status::internal_server_error);
    response.write(page ? *page : page.error().message());
  };
}
