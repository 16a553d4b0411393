// Asks before the fetch and not after it. Caught by: Server.writes_nothing_once_the_client_has_given_up, Server.leaves_the_response_alone_when_the_client_gives_up_during_the_fetch
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    response.write(store.fetch());
  };
}
