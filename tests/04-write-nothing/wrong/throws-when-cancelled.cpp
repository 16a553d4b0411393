// Throws instead of returning: nobody is there to catch it. Caught by: Server.tells_the_store_while_it_is_fetching, Server.writes_nothing_once_the_client_has_given_up, Server.leaves_the_response_alone_when_the_client_gives_up_during_the_fetch, Server.neither_fetches_nor_writes_when_the_request_comes_cancelled
#include "server.h"

#include <stop_token>
#include <string>
#include <system_error>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) throw std::system_error(ctx.err());

    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    if (ctx.err()) throw std::system_error(ctx.err());
    response.write(data);
  };
}
