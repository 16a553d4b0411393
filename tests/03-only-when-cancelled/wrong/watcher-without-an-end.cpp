// A thread waits for the cancellation only; when none comes, joining it takes for ever. Caught by: Server.writes_what_the_store_fetched, Server.leaves_the_store_alone_when_nobody_gives_up, Server.leaves_the_store_alone_when_the_client_gives_up_after_the_answer
#include "server.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::jthread watcher([&store, done = request.context().done()] {
      std::mutex mutex;
      std::condition_variable_any given_up;
      std::unique_lock lock(mutex);
      given_up.wait(lock, done, [] { return false; });
      store.cancel();
    });
    response.write(store.fetch());
  };
}
