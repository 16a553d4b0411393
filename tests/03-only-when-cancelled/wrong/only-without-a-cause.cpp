// Compares the cause with a plain cancellation. Caught by: Law.a_context_may_end_in_any_way
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    const std::stop_callback tell_store(ctx.done(), [&] {
      if (context::cause(ctx) == ctx.err()) store.cancel();
    });
    response.write(store.fetch());
  };
}
