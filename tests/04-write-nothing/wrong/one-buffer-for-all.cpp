// Keeps the data where the next request will put its own. Caught by: Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <memory>
#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store, data = std::make_shared<std::string>()](http::ResponseWriter& response,
                                                          const http::Request& request) {
    if (request.context().err()) return;
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });
    *data = store.fetch();
    if (request.context().err()) return;
    response.write(*data);
  };
}
