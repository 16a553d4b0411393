// Fetches where it is called, and then writes in a thread of its own. Caught by: Law.no_thread_is_started_to_write_either
#include "server.h"

#include <thread>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (!data) return;
    const std::jthread writer([&] { response.write(*data); });
  };
}
