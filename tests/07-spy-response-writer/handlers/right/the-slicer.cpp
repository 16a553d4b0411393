// Writes the data in pieces, and asks before each of them whether the client is still there.
#include "server.h"

#include <string_view>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (!data) return;
    std::string_view rest = *data;
    while (!rest.empty() && !request.context().err()) {
      response.write(rest.substr(0, 4));
      rest.remove_prefix(rest.substr(0, 4).size());
    }
  };
}
