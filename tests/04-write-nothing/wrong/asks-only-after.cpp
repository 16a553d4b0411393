// Asks after the fetch and not before it. Caught by: Server.neither_fetches_nor_writes_when_the_request_comes_cancelled
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    if (ctx.err()) return;
    response.write(data);
  };
}
