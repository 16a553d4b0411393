#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (!data) return;
    response.write(*data);
  };
}
