// Has a status for a store that took too long, as step 08 will. Caught by: Law.an_error_is_an_error
#include "server.h"

#include <system_error>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (data) return response.write(*data);
    if (request.context().err() || data.error() != std::errc::timed_out) return;
    response.write_header(http::Status::gateway_timeout);
  };
}
