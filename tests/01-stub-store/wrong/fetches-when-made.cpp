// Fetches when the handler is made. Caught by: Server.fetches_when_a_request_comes_and_not_before, Server.fetches_once_for_each_request
#include "server.h"

http::Handler server(Store& store) {
  return [data = store.fetch()](http::ResponseWriter& response, const http::Request& /*request*/) {
    response.write(data);
  };
}
