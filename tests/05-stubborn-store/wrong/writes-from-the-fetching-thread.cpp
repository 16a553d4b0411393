// Lets the fetching thread write, whoever may have gone by then. Caught by: Server.returns_at_once_when_the_client_gives_up, Server.still_tells_the_store, Server.writes_nothing_once_the_client_has_given_up, Server.writes_nothing_when_the_store_returns_as_the_client_gives_up, Server.does_not_return_while_its_write_is_under_way, Server.serves_the_next_client_while_an_abandoned_fetch_still_runs, Server.gives_a_late_answer_to_nobody, Server.waits_for_its_threads_when_it_is_destroyed
#include "server.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>

#include "threads.h"

namespace {
struct Result {
  std::mutex mutex;
  std::condition_variable_any done;
  bool written = false;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto result = std::make_shared<Result>();
    threads->run([store, result, &response] {
      response.write(store->fetch());
      const std::lock_guard lock(result->mutex);
      result->written = true;
      result->done.notify_one();
    });

    std::unique_lock lock(result->mutex);
    result->done.wait(lock, done, [&] { return result->written; });
    if (done.stop_requested()) store->cancel();
  };
}
