// Takes an error in the place of the first row for the end of the rows.
// Hint: there are two places in which something can go wrong before the first row. Have you tried
// both?
#include "server.h"

namespace {

void send_error(http::ResponseWriter& response, std::error_code error) {
  response.write_header(http::Status::internal_server_error);
  response.write(error.message());
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
      if (!begun) send_head(response);
      begun = true;
      if (!row || !*row) return;
      response.write(**row + '\n');
    }
  };
}
