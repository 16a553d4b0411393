// Writes whatever answer comes. Caught by: Server.writes_the_first_answer_once, Server.writes_nothing_of_a_stubborn_loser
#include "server.h"

#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

http::Handler server(std::vector<Service*> replicas) {
  return [replicas = std::move(replicas)](auto& response, const auto& request) {
    const auto [ctx, cancel] = context::with_cancel(request.context());
    std::mutex mutex;
    bool answered = false;
    std::error_code last_error = make_error_code(std::errc::host_unreachable);
    {
      std::vector<std::jthread> racers;
      racers.reserve(replicas.size());
      for (Service* replica : replicas) {
        racers.emplace_back([&, replica] {
          const auto answer = replica->fetch(ctx);
          if (answer) cancel();
          const std::lock_guard lock(mutex);
          if (request.context().err()) return;
          if (answer) {
            response.write(*answer);
            answered = true;
          } else {
            last_error = answer.error();
          }
        });
      }
    }
    if (answered || request.context().err()) return;
    response.write_header(http::Status::internal_server_error);
    response.write(last_error.message());
  };
}
