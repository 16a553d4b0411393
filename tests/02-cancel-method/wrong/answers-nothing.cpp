// Tells the store and leaves it at that: no fetch, no answer. Caught by: Server.writes_what_the_store_fetched
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& /*response*/, const http::Request& /*request*/) {
    store.cancel();
  };
}
