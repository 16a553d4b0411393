// Writes in pieces, and asks before each of them.
#include "server.h"

#include <stop_token>
#include <string>
#include <string_view>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    std::string_view rest = data;
    while (!ctx.err()) {
      const std::string_view piece = rest.substr(0, 5);
      response.write(piece);
      rest.remove_prefix(piece.size());
      if (rest.empty()) break;
    }
  };
}
