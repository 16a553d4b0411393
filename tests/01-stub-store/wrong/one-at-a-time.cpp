// Holds a lock while it fetches, so that one client waits for another. Caught by: Law.each_request_asks_once, Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <memory>
#include <mutex>

http::Handler server(Store& store) {
  return [&store, one_at_a_time = std::make_shared<std::mutex>()](
             http::ResponseWriter& response, const http::Request& /*request*/) {
    const std::lock_guard lock(*one_at_a_time);
    response.write(store.fetch());
  };
}
