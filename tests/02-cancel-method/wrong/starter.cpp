// Never tells the store. Caught by: Server.tells_the_store_when_the_client_gives_up
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    response.write(store.fetch());
  };
}
