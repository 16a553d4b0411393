// The callback sets a flag besides telling the store, and the handler asks the flag.
#include "server.h"

#include <atomic>
#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;

    std::atomic<bool> given_up = false;
    const std::stop_callback tell_store(request.context().done(), [&store, &given_up] {
      given_up = true;
      store.cancel();
    });
    const std::string data = store.fetch();

    if (!given_up) response.write(data);
  };
}
