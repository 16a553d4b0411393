// Asks for the value without asking whether there is one: value() throws. Caught by: Server.passes_the_context_of_the_request_to_the_store, Server.returns_at_once_when_the_client_gives_up, Server.gives_each_request_its_own_context, Server.writes_nothing_once_the_client_has_given_up, Server.writes_nothing_when_the_request_comes_cancelled, Server.writes_nothing_when_the_store_fails
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    response.write(store.fetch(request.context()).value());
  };
}
