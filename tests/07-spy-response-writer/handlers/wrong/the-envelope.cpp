// Sets a header before it looks whether there is any data.
// Hint: this one writes nothing at all, and has touched the response all the same.
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    response.header().set("Content-Type", "text/plain; charset=utf-8");
    if (!data) return;
    response.write(*data);
  };
}
