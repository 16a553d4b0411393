// Waits in fetch() for as long as the store pleases. Caught by: Server.returns_at_once_when_the_client_gives_up
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(std::shared_ptr<Store> store) {
  return [store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const std::stop_callback tell_store(ctx.done(), [&store] { store->cancel(); });
    const std::string data = store->fetch();

    if (ctx.err()) return;
    response.write(data);
  };
}
