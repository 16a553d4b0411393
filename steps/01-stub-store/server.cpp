#include "server.h"

http::Handler server(Store& /*store*/) {
  return [](http::ResponseWriter& /*response*/, const http::Request& /*request*/) {
    // Your turn: write what the store fetches to the response.
  };
}
