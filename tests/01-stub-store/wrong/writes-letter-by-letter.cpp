// Writes each character by itself. Caught by: Server.writes_once
#include "server.h"

#include <string>
#include <string_view>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    const std::string data = store.fetch();
    for (const char& letter : data) response.write(std::string_view(&letter, 1));
  };
}
