// The winner writes itself, so that a stubborn loser keeps the handler and not the client.
#include "server.h"

#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

http::Handler server(std::vector<Service*> replicas) {
  return [replicas = std::move(replicas)](auto& response, const auto& request) {
    const auto [ctx, cancel] = context::with_cancel(request.context());
    std::atomic<bool> won = false;
    std::mutex mutex;
    std::error_code last_error = make_error_code(std::errc::host_unreachable);
    {
      std::vector<std::jthread> racers;
      racers.reserve(replicas.size());
      for (Service* replica : replicas) {
        racers.emplace_back([&, replica] {
          const auto answer = replica->fetch(ctx);
          if (!answer) {
            const std::lock_guard lock(mutex);
            last_error = answer.error();
          } else if (!won.exchange(true)) {
            cancel();
            if (!request.context().err()) response.write(*answer);
          }
        });
      }
    }
    if (won || request.context().err()) return;
    response.write_header(http::Status::internal_server_error);
    response.write(last_error.message());
  };
}
