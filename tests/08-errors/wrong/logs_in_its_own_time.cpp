// Logs in a thread of its own, and answers before the line is there. Caught by: Law.the_line_in_the_log_is_part_of_the_request
#include "server.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

void answer(http::ResponseWriter& response, int status, std::string_view body) {
  response.write_header(static_cast<http::Status>(status));
  response.write(body);
}

class Threads {
 public:
  void add(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    threads_.emplace_back(std::move(task));
  }

 private:
  std::mutex mutex_;
  std::vector<std::jthread> threads_;
};

}  // namespace

http::Handler server(Store& store, Log& log) {
  const auto threads = std::make_shared<Threads>();
  return [&store, &log, threads](http::ResponseWriter& response, const http::Request& request) {
    const auto gave_up = [&request] { return request.context().err() == context::Errc::canceled; };
    if (gave_up()) return;
    const auto name = request.form_value("name");
    if (!name) return answer(response, 400, name.error().message());

    const auto data = store.fetch(request.context(), *name);
    if (gave_up()) return;
    if (data) return answer(response, 200, *data);
    const bool late = data.error() == context::Errc::deadline_exceeded;
    threads->add([&log, message = data.error().message()] { log.error(message); });
    answer(response, late ? 504 : 500, data.error().message());
  };
}
