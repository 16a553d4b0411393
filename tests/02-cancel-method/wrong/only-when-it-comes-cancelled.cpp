// Looks once, before the fetch, and so misses a client that gives up during it. Caught by: Server.tells_the_store_when_the_client_gives_up
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) store.cancel();
    response.write(store.fetch());
  };
}
