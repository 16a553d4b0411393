// Waits for an answer, which never comes when all fail or nobody is asked. Caught by: Server.answers_with_the_last_error_when_all_fail, Server.says_so_when_there_is_no_replica_to_ask
#include "server.h"

#include <condition_variable>
#include <expected>
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
};

std::expected<std::string, std::error_code> first(const context::Context& parent,
                                                  const std::vector<Service*>& replicas) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  Race race;
  std::vector<std::jthread> racers;
  racers.reserve(replicas.size());
  for (Service* replica : replicas) {
    racers.emplace_back([&, replica] {
      auto answer = replica->fetch(ctx);
      const std::lock_guard lock(race.mutex);
      if (!race.result) race.result = std::move(answer);
      race.news.notify_one();
    });
  }

  std::unique_lock lock(race.mutex);
  race.news.wait(lock, ctx.done(), [&] { return race.result.has_value(); });
  cancel();
  return race.result;
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
