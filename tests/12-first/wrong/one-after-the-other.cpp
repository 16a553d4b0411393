// Asks the next one only when the one before has failed. Caught by: Server.tells_the_losers_when_one_has_answered, Server.writes_nothing_of_a_stubborn_loser, Server.leaves_no_loser_behind
#include "server.h"

#include <expected>
#include <string>
#include <system_error>
#include <utility>

namespace {

std::expected<std::string, std::error_code> first(const context::Context& ctx,
                                                  const std::vector<Service*>& replicas) {
  std::expected<std::string, std::error_code> answer =
      std::unexpected(make_error_code(std::errc::host_unreachable));
  for (Service* replica : replicas) {
    answer = replica->fetch(ctx);
    if (answer) break;
  }
  return answer;
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
