#include "server.h"

#include <cstddef>
#include <expected>
#include <numeric>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {
std::expected<std::string, std::error_code> first(const context::Context& parent,
                                                  const std::vector<Service*>& replicas) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::vector<std::string> parts(replicas.size());
  std::vector<std::jthread> racers;
  racers.reserve(replicas.size());
  for (std::size_t i = 0; i < replicas.size(); ++i) {
    racers.emplace_back([&, i] {
      auto part = replicas[i]->fetch(ctx);
      if (!part) return cancel(part.error());
      parts[i] = std::move(*part);
    });
  }
  racers.clear();  // here they are joined

  if (ctx.err()) return std::unexpected(context::cause(ctx));
  return std::accumulate(parts.begin(), parts.end(), std::string());
}
}  // namespace

http::Handler server(std::vector<Service*> replicas) {
  return [replicas = std::move(replicas)](auto& response, const auto& request) {
    const auto answer = first(request.context(), replicas);
    if (request.context().err()) return;
    if (!answer) response.write_header(http::Status::internal_server_error);
    response.write(answer ? *answer : answer.error().message());
  };
}
