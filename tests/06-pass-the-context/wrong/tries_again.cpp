// Fetches a second time after an error. Caught by: Server.writes_nothing_when_the_store_fails
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    auto data = store.fetch(request.context());
    if (!data) data = store.fetch(request.context());
    if (!data) return;
    response.write(*data);
  };
}
