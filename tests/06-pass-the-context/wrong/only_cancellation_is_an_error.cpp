// Stays silent after a cancellation, and writes the message of any other error. Caught by: Server.writes_nothing_when_the_store_fails
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (request.context().err()) return;
    response.write(data ? *data : data.error().message());
  };
}
