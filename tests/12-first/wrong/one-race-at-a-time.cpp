// A lock for the whole handler: one client waits for another's race. Caught by: Law.a_failure_is_not_the_end, Law.all_are_told_when_the_client_gives_up, Law.an_answer_is_an_answer, Law.each_client_who_gives_up_counts, Law.losers_hold_nobody_up, Law.requests_at_the_same_time_do_not_meet, Law.who_gives_up_is_let_go
#include "server.h"

#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {
std::expected<std::string, std::error_code> first(const context::Context& parent,
                                                  const std::vector<Service*>& replicas) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  std::expected<std::string, std::error_code> result =
      std::unexpected(make_error_code(std::errc::host_unreachable));  // until somebody says more
  std::mutex mutex;
  std::vector<std::jthread> racers;
  racers.reserve(replicas.size());
  for (Service* replica : replicas) {
    racers.emplace_back([&, replica] {
      auto answer = replica->fetch(ctx);
      if (answer) cancel();
      const std::lock_guard lock(mutex);
      if (!result) result = std::move(answer);
    });
  }
  racers.clear();  // here they are joined
  return result;
}
}  // namespace

http::Handler server(std::vector<Service*> replicas) {
  return [replicas = std::move(replicas), racing = std::make_shared<std::mutex>()](
             auto& response, const auto& request) {
    const std::lock_guard lock(*racing);
    const auto answer = first(request.context(), replicas);
    if (request.context().err()) return;
    if (!answer) response.write_header(http::Status::internal_server_error);
    response.write(answer ? *answer : answer.error().message());
  };
}
