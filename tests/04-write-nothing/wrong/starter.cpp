// Tells the store, and writes all the same. Caught by: Server.writes_nothing_once_the_client_has_given_up, Server.leaves_the_response_alone_when_the_client_gives_up_during_the_fetch, Server.neither_fetches_nor_writes_when_the_request_comes_cancelled
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });

    response.write(store.fetch());
  };
}
