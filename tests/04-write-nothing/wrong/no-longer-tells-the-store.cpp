// Writes nothing, but no longer tells the store. Caught by: Server.tells_the_store_while_it_is_fetching
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const std::string data = store.fetch();

    if (ctx.err()) return;
    response.write(data);
  };
}
