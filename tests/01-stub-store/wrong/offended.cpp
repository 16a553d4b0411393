// Serves nobody any more once a client has given up. Caught by: Law.each_request_is_served_for_itself
#include "server.h"

#include <atomic>
#include <memory>
#include <string>

http::Handler server(Store& store) {
  return [&store, offended = std::make_shared<std::atomic<bool>>()](http::ResponseWriter& response,
                                                                    const http::Request& request) {
    if (*offended) return;
    const std::string data = store.fetch();
    if (request.context().err()) *offended = true;
    response.write(data);
  };
}
