// Fetches under a context of its own that never ends, and writes the data to nobody.
// Hint: the client gives up during the fetch. Does one of your tests let that happen?
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request&) {
    const auto data = store.fetch(context::background());
    if (!data) return;
    response.write(*data);
  };
}
