// Fetches once to look and once more to write. Caught by: Server.fetches_once_for_each_request
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    if (store.fetch().empty()) return;
    response.write(store.fetch());
  };
}
