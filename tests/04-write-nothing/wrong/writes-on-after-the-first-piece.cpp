// Writes in two pieces and asks before the first only. Caught by: Server.writes_nothing_once_the_client_has_given_up
#include "server.h"

#include <stop_token>
#include <string>
#include <string_view>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    if (ctx.err()) return;
    const std::string_view rest(data);
    response.write(rest.substr(0, data.size() / 2));
    response.write(rest.substr(data.size() / 2));
  };
}
