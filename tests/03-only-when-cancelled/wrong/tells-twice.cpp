// The callback has told the store, and then the handler tells it again. Caught by: Server.tells_the_store_once
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();
    if (request.context().err()) store.cancel();
    response.write(data);
  };
}
