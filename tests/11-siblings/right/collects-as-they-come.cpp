// The handler collects results from a queue, and is the only one who decides.
#include "server.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <expected>
#include <mutex>
#include <numeric>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace {

struct Result {
  std::size_t service;
  std::expected<std::string, std::error_code> part;
};

class Queue {
 public:
  void push(Result result) {
    const std::lock_guard lock(mutex_);
    results_.push_back(std::move(result));
    filled_.notify_one();
  }

  Result pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return !results_.empty(); });
    Result result = std::move(results_.front());
    results_.pop_front();
    return result;
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Result> results_;
};

std::expected<std::string, std::error_code> gather(const context::Context& parent,
                                                   const std::vector<Service*>& services) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  Queue results;
  std::vector<std::jthread> siblings;
  siblings.reserve(services.size());
  for (std::size_t i = 0; i < services.size(); ++i) {
    siblings.emplace_back([&, i] { results.push({i, services[i]->fetch(ctx)}); });
  }

  std::vector<std::string> parts(services.size());
  std::error_code first_error;
  for (std::size_t missing = services.size(); missing > 0; --missing) {
    auto [i, part] = results.pop();
    if (part) {
      parts[i] = std::move(*part);
    } else if (!first_error) {
      first_error = part.error();
      cancel();
    }
  }
  if (first_error) return std::unexpected(first_error);
  return std::accumulate(parts.begin(), parts.end(), std::string());
}

}  // namespace

http::Handler server(std::vector<Service*> services) {
  return [services = std::move(services)](auto& response, const auto& request) {
    const auto page = gather(request.context(), services);
    if (request.context().err()) return;
    if (!page) response.write_header(http::Status::internal_server_error);
    response.write(page ? *page : page.error().message());
  };
}
