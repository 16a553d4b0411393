// Takes an empty answer for none, and goes on waiting. Caught by: Law.an_answer_is_an_answer, Law.data_are_data, Law.each_request_asks_once, Law.what_a_loser_answers_all_the_same_changes_nothing
#include "server.h"

#include <expected>
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
      if (answer && answer->empty()) return;
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
  return [replicas = std::move(replicas)](auto& response, const auto& request) {
    const auto answer = first(request.context(), replicas);
    if (request.context().err()) return;
    if (!answer) response.write_header(http::Status::internal_server_error);
    response.write(answer ? *answer : answer.error().message());
  };
}
