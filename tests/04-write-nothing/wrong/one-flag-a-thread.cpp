// Has a flag for each thread, and doesn't lower it for the thread's next request. Caught by: Law.each_request_is_served_for_itself
#include "server.h"

#include <atomic>
#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    thread_local std::atomic<bool> gone = false;
    if (request.context().err()) return;

    const std::stop_callback tell_store(request.context().done(), [&store, &flag = gone] {
      flag = true;
      store.cancel();
    });
    const std::string data = store.fetch();

    if (gone || request.context().err()) return;
    response.write(data);
  };
}
