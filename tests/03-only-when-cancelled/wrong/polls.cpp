// A thread looks every ten milliseconds whether the client is still there. Caught by: Server.writes_what_the_store_fetched, Server.leaves_the_store_alone_when_nobody_gives_up, Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once, Server.leaves_the_store_alone_when_the_client_gives_up_after_the_answer
#include "server.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::jthread watcher([&store, ctx = request.context()](const std::stop_token& finished) {
      std::mutex mutex;
      std::condition_variable_any tick;
      std::unique_lock lock(mutex);
      while (!finished.stop_requested()) {
        if (ctx.err()) return store.cancel();
        tick.wait_for(lock, finished, std::chrono::milliseconds(10), [] { return false; });
      }
    });
    response.write(store.fetch());
  };
}
