// Lets go of the losers: nobody knows when they end, or whether. Caught by: Server.leaves_no_loser_behind
#include "server.h"

#include <condition_variable>
#include <cstddef>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {

struct Race {
  std::mutex mutex;
  std::condition_variable_any news;
  std::expected<std::string, std::error_code> result =
      std::unexpected(make_error_code(std::errc::host_unreachable));
  std::size_t missing = 0;
};

std::expected<std::string, std::error_code> first(const context::Context& parent,
                                                  const std::vector<Service*>& replicas) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  const auto race = std::make_shared<Race>();
  race->missing = replicas.size();
  for (Service* replica : replicas) {
    std::thread([replica, ctx, race] {
      auto answer = replica->fetch(ctx);
      const std::lock_guard lock(race->mutex);
      --race->missing;
      if (!race->result) race->result = std::move(answer);
      race->news.notify_one();
    }).detach();
  }

  std::unique_lock lock(race->mutex);
  race->news.wait(lock, parent.done(), [&] { return race->result || race->missing == 0; });
  return race->result;
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
