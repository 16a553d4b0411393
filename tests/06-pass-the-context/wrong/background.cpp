// Passes a background context: three lines, and nobody hears of the cancellation. Caught by: Server.passes_the_context_of_the_request_to_the_store, Server.returns_at_once_when_the_client_gives_up, Server.passes_on_all_that_the_request_carries, Server.gives_each_request_its_own_context, Server.writes_nothing_once_the_client_has_given_up, Server.writes_nothing_when_the_request_comes_cancelled
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    const auto data = store.fetch(context::background());
    if (!data) return;
    response.write(*data);
  };
}
