// Says what has gone wrong in two writes.
// Hint: the words of the error are right. How many writes do they take?
#include "server.h"

#include <string>

namespace {

void send_error(http::ResponseWriter& response, std::error_code error) {
  response.write_header(http::Status::internal_server_error);
  const std::string message = error.message();
  response.write(message.substr(0, message.size() / 2));
  response.write(message.substr(message.size() / 2));
}

void send_head(http::ResponseWriter& response) {
  response.header().set("Content-Type", "text/csv");
  response.write_header(http::Status::ok);
}

}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;
    const auto cursor = store.query(ctx, request.target);
    if (ctx.err()) return;
    if (!cursor) return send_error(response, cursor.error());

    bool begun = false;
    while (!ctx.err()) {
      const Cursor::Answer row = (*cursor)->next();
      if (ctx.err()) return;
      if (!row && !begun) return send_error(response, row.error());
      if (!row) return;
      if (!begun) send_head(response);
      begun = true;
      if (!*row) return;
      response.write(**row + '\n');
    }
  };
}
