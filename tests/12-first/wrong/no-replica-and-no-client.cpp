// Answers that there is no replica also to a client who has gone. Caught by: Law.nothing_is_written_to_who_has_gone_also_without_any_replica
#include "server.h"

#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {
using Answer = std::expected<std::string, std::error_code>;

Answer first(const context::Context& parent, const std::vector<Service*>& replicas) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  Answer result;
  bool answered = false;
  std::mutex mutex;
  std::vector<std::jthread> racers;
  for (Service* replica : replicas) {
    racers.emplace_back([&, replica] {
      auto answer = replica->fetch(ctx);
      if (answer) cancel();
      const std::lock_guard lock(mutex);
      if (answered) return;
      answered = answer.has_value();
      result = std::move(answer);
    });
  }
  racers.clear();
  return result;
}

void fail(http::ResponseWriter& response, std::error_code why) {
  response.write_header(http::Status::internal_server_error);
  response.write(why.message());
}
}  // namespace

http::Handler server(std::vector<Service*> replicas) {
  return [replicas = std::move(replicas)](http::ResponseWriter& response,
                                          const http::Request& request) {
    if (replicas.empty()) return fail(response, make_error_code(std::errc::host_unreachable));

    const auto answer = first(request.context(), replicas);
    if (request.context().err()) return;
    if (!answer) return fail(response, answer.error());
    response.write(*answer);
  };
}
