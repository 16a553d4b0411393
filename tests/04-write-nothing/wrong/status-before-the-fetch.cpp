// Promises a 200 before it has anything to send. Caught by: Server.leaves_the_response_alone_when_the_client_gives_up_during_the_fetch
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    response.write_header(http::Status::ok);
    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    if (ctx.err()) return;
    response.write(data);
  };
}
