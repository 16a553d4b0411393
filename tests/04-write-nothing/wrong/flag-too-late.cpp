// Raises a flag in the callback, but wakes the fetch first. Caught by: Law.told_is_not_yet_heard
#include "server.h"

#include <atomic>
#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;
    std::atomic<bool> given_up = false;
    const std::stop_callback tell_store(request.context().done(), [&] {
      store.cancel();
      given_up = true;
    });
    const std::string data = store.fetch();

    if (given_up) return;
    response.write(data);
  };
}
