// Waits for the cancellation, which on a good day never comes. Caught by: Server.writes_what_the_store_fetched
#include "server.h"

#include <condition_variable>
#include <mutex>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    std::mutex mutex;
    std::condition_variable_any given_up;
    std::unique_lock lock(mutex);
    given_up.wait(lock, request.context().done(), [] { return false; });

    store.cancel();
    response.write(store.fetch());
  };
}
