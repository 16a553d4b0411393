// Tells the store, and knows the answer without it. Caught by: Server.writes_what_the_store_fetched
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    store.cancel();
    response.write("hello, world");
  };
}
