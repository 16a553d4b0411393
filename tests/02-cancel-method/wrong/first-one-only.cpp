// Tells the store of the first client who gives up, and of no other. Caught by: Law.each_client_who_gives_up_counts, Law.a_request_is_a_request
#include "server.h"

#include <atomic>
#include <memory>
#include <string>

http::Handler server(Store& store) {
  return [&store, told = std::make_shared<std::atomic<bool>>()](http::ResponseWriter& response,
                                                                const http::Request& request) {
    const std::string data = store.fetch();
    if (request.context().err() && !told->exchange(true)) store.cancel();
    response.write(data);
  };
}
