// Asks a replica again that says "try again". Caught by: Law.an_error_is_an_error
#include "server.h"

#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {
using Answer = std::expected<std::string, std::error_code>;

Answer ask(Service& replica, const context::Context& ctx) {
  auto answer = replica.fetch(ctx);
  const bool again =
      !answer && !ctx.err() && answer.error() == std::errc::resource_unavailable_try_again;
  return again ? replica.fetch(ctx) : answer;
}

Answer first(const context::Context& parent, const std::vector<Service*>& replicas) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  Answer result = std::unexpected(make_error_code(std::errc::host_unreachable));
  std::mutex mutex;
  std::vector<std::jthread> racers;
  for (Service* replica : replicas) {
    racers.emplace_back([&, replica] {
      auto answer = ask(*replica, ctx);
      if (answer) cancel();
      const std::lock_guard lock(mutex);
      if (!result) result = std::move(answer);
    });
  }
  racers.clear();
  return result;
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
