// Makes a stop_source of its own, which nobody ever asks to stop. Caught by: Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    const std::stop_source source;
    const std::stop_callback tell_store(source.get_token(), [&store] { store.cancel(); });
    response.write(store.fetch());
  };
}
