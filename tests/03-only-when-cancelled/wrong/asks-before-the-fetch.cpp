// Asks once, before the fetch: too early to see the client go. Caught by: Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) store.cancel();
    response.write(store.fetch());
  };
}
