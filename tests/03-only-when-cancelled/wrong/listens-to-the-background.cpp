// Listens to a context that nobody can cancel, not to the request's. Caught by: Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once
#include "server.h"

#include <stop_token>

#include "context/context.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    const context::Context ctx = context::background();
    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    response.write(store.fetch());
  };
}
