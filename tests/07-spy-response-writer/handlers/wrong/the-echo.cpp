// Writes the data twice.
// Hint: it keeps silent when it should. And when it may speak, what exactly should arrive?
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (!data) return;
    response.write(*data);
    response.write(*data);
  };
}
