// Tells the store, but then throws: nobody is there to catch it. Caught by: Server.tells_the_store_when_the_client_gives_up
#include "server.h"

#include <string>
#include <system_error>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::string data = store.fetch();
    if (const std::error_code error = request.context().err()) {
      store.cancel();
      throw std::system_error(error);
    }
    response.write(data);
  };
}
