// Has one flag for all requests, and lowers it for each new one. Caught by: Law.each_client_who_gives_up_counts, Law.each_request_asks_once
#include "server.h"

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store, given_up = std::make_shared<std::atomic<bool>>()](http::ResponseWriter& response,
                                                                    const http::Request& request) {
    if (request.context().err()) return;
    *given_up = false;
    const std::stop_callback tell_store(request.context().done(), [&store, given_up] {
      *given_up = true;
      store.cancel();
    });
    const std::string data = store.fetch();

    if (*given_up) return;
    response.write(data);
  };
}
