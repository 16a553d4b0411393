// Lets go of the lock between its look and its store: an error may be put over an answer. Caught by: Server.goes_on_when_one_fails; perhaps others
#include "server.h"

#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {
using Answer = std::expected<std::string, std::error_code>;

class Result {
 public:
  [[nodiscard]] bool is_open() {
    const std::lock_guard lock(mutex_);
    return !answer_;
  }
  void put(Answer answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }
  Answer take() { return std::move(answer_); }

 private:
  std::mutex mutex_;
  Answer answer_ = std::unexpected(make_error_code(std::errc::host_unreachable));
};

Answer first(const context::Context& parent, const std::vector<Service*>& replicas) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  Result result;
  std::vector<std::jthread> racers;
  racers.reserve(replicas.size());
  for (Service* replica : replicas) {
    racers.emplace_back([&, replica] {
      auto answer = replica->fetch(ctx);
      if (answer) cancel();
      if (result.is_open()) result.put(std::move(answer));
    });
  }
  racers.clear();
  return result.take();
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
