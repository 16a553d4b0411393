// The callback has no name, so it is gone at the end of its line. Caught by: Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    std::stop_callback(request.context().done(), [&store] { store.cancel(); });
    response.write(store.fetch());
  };
}
