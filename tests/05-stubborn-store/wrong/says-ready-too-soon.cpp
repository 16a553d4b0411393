// Says that the data are there, and only then puts them there. Caught by: Server.writes_what_the_store_fetched; perhaps others
#include "server.h"

#include <atomic>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "threads.h"

namespace {
struct Result {
  std::atomic<bool> over = false;
  std::optional<std::string> data;

  void end() {
    over = true;
    over.notify_all();
  }
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    const std::stop_callback leave(done, [result] { result->end(); });
    threads->run([store, result] {
      std::string data = store->fetch();
      result->end();
      result->data = std::move(data);
    });

    result->over.wait(false);
    if (done.stop_requested()) return store->cancel();
    response.write(result->data.value_or(""));
  };
}
