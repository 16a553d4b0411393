// Tells the losers when the answer has been written, however long that takes. Caught by: Law.the_losers_are_told_however_slow_the_client_is
#include "server.h"

#include <condition_variable>
#include <cstddef>
#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "context/wait.h"

namespace {
struct Race {
  std::mutex mutex;
  std::condition_variable_any news;
  std::size_t running = 0;
  std::expected<std::string, std::error_code> result =
      std::unexpected(make_error_code(std::errc::host_unreachable));
};
}  // namespace

http::Handler server(std::vector<Service*> replicas) {
  return [replicas = std::move(replicas)](http::ResponseWriter& response,
                                          const http::Request& request) {
    Race race;
    race.running = replicas.size();
    std::vector<std::jthread> racers;  // joined when the context has ended
    const auto [ctx, cancel] = context::with_cancel(request.context());
    for (Service* replica : replicas) {
      racers.emplace_back([&race, replica, ctx = ctx] {
        auto answer = replica->fetch(ctx);
        const std::lock_guard lock(race.mutex);
        --race.running;
        if (!race.result) race.result = std::move(answer);
        race.news.notify_all();
      });
    }

    std::unique_lock lock(race.mutex);
    const auto decided = [&race] { return race.result || race.running == 0; };
    if (context::wait_until(request.context(), race.news, lock, decided)) return lock.unlock();
    const auto answer = race.result;
    lock.unlock();
    if (!answer) response.write_header(http::Status::internal_server_error);
    response.write(answer ? *answer : answer.error().message());
  };
}
