// Fetches, and forgets to write. Caught by: Server.writes_what_the_store_fetched, Server.fetches_when_a_request_comes_and_not_before, Server.fetches_once_for_each_request, Server.writes_once
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& /*response*/, const http::Request& /*request*/) {
    [[maybe_unused]] const std::string data = store.fetch();
  };
}
