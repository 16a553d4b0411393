// Joins the losers of earlier races before the next one begins. Caught by: Law.losers_hold_nobody_up
#include "server.h"

#include <condition_variable>
#include <cstddef>
#include <expected>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

namespace {

struct Race {
  std::mutex mutex;
  std::condition_variable_any news;
  std::expected<std::string, std::error_code> result =
      std::unexpected(make_error_code(std::errc::host_unreachable));
  std::size_t missing = 0;
};

class Losers {
 public:
  void keep(std::vector<std::future<void>> threads) {
    const std::lock_guard lock(mutex_);
    for (auto& thread : threads) threads_.push_back(std::move(thread));
  }
  void join() {
    std::vector<std::future<void>> threads;
    const std::lock_guard lock(mutex_);
    threads.swap(threads_);
  }

 private:
  std::mutex mutex_;
  std::vector<std::future<void>> threads_;
};

std::expected<std::string, std::error_code> first(const context::Context& parent,
                                                  const std::vector<Service*>& replicas,
                                                  Losers& losers) {
  const auto [ctx, cancel] = context::with_cancel(parent);
  const auto race = std::make_shared<Race>();
  race->missing = replicas.size();
  losers.join();
  std::vector<std::future<void>> threads;
  for (Service* replica : replicas) {
    threads.push_back(std::async(std::launch::async, [replica, ctx, race] {
      auto answer = replica->fetch(ctx);
      const std::lock_guard lock(race->mutex);
      --race->missing;
      if (!race->result) race->result = std::move(answer);
      race->news.notify_one();
    }));
  }

  std::unique_lock lock(race->mutex);
  race->news.wait(lock, parent.done(), [&] { return race->result || race->missing == 0; });
  losers.keep(std::move(threads));
  return race->result;
}

}  // namespace

http::Handler server(std::vector<Service*> replicas) {
  return [replicas = std::move(replicas), losers = std::make_shared<Losers>()](
             auto& response, const auto& request) {
    const auto answer = first(request.context(), replicas, *losers);
    if (request.context().err()) return;
    if (!answer) response.write_header(http::Status::internal_server_error);
    response.write(answer ? *answer : answer.error().message());
  };
}
