// Serves only requests that can be cancelled. Caught by: Law.a_request_is_a_request
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (!request.context().done().stop_possible()) return;
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });
    response.write(store.fetch());
  };
}
