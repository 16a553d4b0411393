// Tells the store when the server is made, not when a client gives up. Caught by: Server.tells_the_store_nothing_before_a_request_comes
#include "server.h"

http::Handler server(Store& store) {
  store.cancel();
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    response.write(store.fetch());
  };
}
