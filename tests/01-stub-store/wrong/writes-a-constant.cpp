// Knows the answer by heart. Caught by: Server.fetches_when_a_request_comes_and_not_before, Server.fetches_once_for_each_request
#include "server.h"

http::Handler server(Store& /*store*/) {
  return [](http::ResponseWriter& response, const http::Request& /*request*/) {
    response.write("hello, world");
  };
}
