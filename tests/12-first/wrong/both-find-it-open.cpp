// Looks whether anybody has won, and then wins: two who come at once may both. Caught by: Server.writes_the_first_answer_once; perhaps others
#include "server.h"

#include <atomic>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

http::Handler server(std::vector<Service*> replicas) {
  return [replicas = std::move(replicas)](auto& response, const auto& request) {
    const auto [ctx, cancel] = context::with_cancel(request.context());
    std::error_code last = make_error_code(std::errc::host_unreachable);
    std::atomic<bool> won = false;
    std::mutex mutex;
    std::vector<std::jthread> racers;
    racers.reserve(replicas.size());
    for (Service* replica : replicas) {
      racers.emplace_back([&, replica] {
        auto answer = replica->fetch(ctx);
        if (answer && !won) {
          won = true;
          cancel();
          const std::lock_guard lock(mutex);
          if (!request.context().err()) response.write(*answer);
        }
        const std::lock_guard lock(mutex);
        if (!answer) last = answer.error();
      });
    }
    racers.clear();

    if (won || request.context().err()) return;
    response.write_header(http::Status::internal_server_error);
    response.write(last.message());
  };
}
