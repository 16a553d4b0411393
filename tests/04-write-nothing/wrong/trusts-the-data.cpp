// Takes it that a cancelled store returns an empty text. Caught by: Server.writes_nothing_once_the_client_has_given_up, Server.leaves_the_response_alone_when_the_client_gives_up_during_the_fetch
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    if (data.empty()) return;
    response.write(data);
  };
}
