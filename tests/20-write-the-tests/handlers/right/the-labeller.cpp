// Sets the Content-Type first, and leaves it there also when what is sent then is a 500: of which
// type that is, the contract doesn't say.
#include "server.h"

namespace {

void send_error(http::ResponseWriter& response, const context::Context& ctx,
                std::error_code error) {
  response.write_header(http::Status::internal_server_error);
  if (!ctx.err()) response.write(error.message());
}

void send_head(http::ResponseWriter& response) { response.write_header(http::Status::ok); }

}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;
    response.header().set("Content-Type", "text/csv");
    if (ctx.err()) return;
    const auto cursor = store.query(ctx, request.target);
    if (ctx.err()) return;
    if (!cursor) return send_error(response, ctx, cursor.error());

    bool begun = false;
    while (!ctx.err()) {
      const Cursor::Answer row = (*cursor)->next();
      if (ctx.err()) return;
      if (!row && !begun) return send_error(response, ctx, row.error());
      if (!row) return;
      if (!begun) send_head(response);
      begun = true;
      if (ctx.err() || !*row) return;
      response.write(**row + '\n');
    }
  };
}
