// The callback's scope ends before the fetch begins. Caught by: Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (const std::stop_token done = request.context().done(); done.stop_possible()) {
      const std::stop_callback tell_store(done, [&store] { store.cancel(); });
    }
    response.write(store.fetch());
  };
}
