// A helper registers the callback, which is gone when the helper returns. Caught by: Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once
#include "server.h"

#include <stop_token>

namespace {
void tell_when_cancelled(Store& store, const std::stop_token& done) {
  const std::stop_callback tell_store(done, [&store] { store.cancel(); });
}
}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    tell_when_cancelled(store, request.context().done());
    response.write(store.fetch());
  };
}
