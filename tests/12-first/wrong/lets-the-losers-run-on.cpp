// Stops nobody, and has the client wait for the slowest of all. Caught by: Server.tells_the_losers_when_one_has_answered
#include "server.h"

#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {

std::expected<std::string, std::error_code> first(const context::Context& ctx,
                                                  const std::vector<Service*>& replicas) {
  std::expected<std::string, std::error_code> result =
      std::unexpected(make_error_code(std::errc::host_unreachable));
  std::mutex mutex;
  {
    std::vector<std::jthread> racers;
    racers.reserve(replicas.size());
    for (Service* replica : replicas) {
      racers.emplace_back([&, replica] {
        auto answer = replica->fetch(ctx);
        const std::lock_guard lock(mutex);
        if (!result) result = std::move(answer);
      });
    }
  }
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
