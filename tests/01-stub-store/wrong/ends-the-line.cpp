// Adds an end of line, as if to a terminal. Caught by: Server.writes_what_the_store_fetched, Server.fetches_when_a_request_comes_and_not_before, Server.fetches_once_for_each_request
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    response.write(store.fetch() + "\n");
  };
}
