// Writes nothing at all. Caught by: Server.writes_what_the_store_fetched, Server.fetches_when_a_request_comes_and_not_before, Server.fetches_once_for_each_request, Server.writes_once
#include "server.h"

http::Handler server(Store& /*store*/) {
  return [](http::ResponseWriter& /*response*/, const http::Request& /*request*/) {
    // Your turn: write what the store fetches to the response.
  };
}
