// Our solution of step 06: fetches, and writes what there is.
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (!data) return;
    response.write(*data);
  };
}
