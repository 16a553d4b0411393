// Asks once, after the fetch: too late to spare the store any work. Caught by: Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::string data = store.fetch();
    if (request.context().err()) store.cancel();
    response.write(data);
  };
}
