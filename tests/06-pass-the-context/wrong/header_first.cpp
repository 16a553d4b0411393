// Sets a header before it knows whether there will be an answer. Caught by: Server.writes_nothing_when_the_request_comes_cancelled, Server.writes_nothing_when_the_store_fails
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    response.header().set("Content-Type", "text/plain");
    const auto data = store.fetch(request.context());
    if (!data) return;
    response.write(*data);
  };
}
