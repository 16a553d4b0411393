// Tells the store, and then asks it twice. Caught by: Server.writes_what_the_store_fetched
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    store.cancel();
    if (store.fetch().empty()) return;
    response.write(store.fetch());
  };
}
