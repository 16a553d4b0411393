// Tells the store once a thread, while threads take one request after the other. Caught by: Law.each_client_who_gives_up_counts
#include "server.h"

#include <atomic>
#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    thread_local std::atomic<bool> told = false;
    const std::stop_callback tell_store(request.context().done(), [&store, &once = told] {
      if (!once.exchange(true)) store.cancel();
    });

    response.write(store.fetch());
  };
}
