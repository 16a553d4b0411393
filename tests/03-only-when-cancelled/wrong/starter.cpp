// Tells the store always, and before it fetches. Caught by: Server.leaves_the_store_alone_when_nobody_gives_up, Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once, Server.leaves_the_store_alone_when_the_client_gives_up_after_the_answer
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    store.cancel();  // whether or not anybody gave up: no test asks
    response.write(store.fetch());
  };
}
