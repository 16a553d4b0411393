// Passes a background context and looks at the request's own afterwards: too late for the store. Caught by: Server.passes_the_context_of_the_request_to_the_store, Server.returns_at_once_when_the_client_gives_up, Server.passes_on_all_that_the_request_carries
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(context::background());
    if (!data || request.context().err()) return;
    response.write(*data);
  };
}
