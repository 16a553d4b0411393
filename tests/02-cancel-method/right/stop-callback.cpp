// What step 03 comes to: the store is told by a callback, at once.
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });

    response.write(store.fetch());
  };
}
