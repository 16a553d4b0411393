// Sets the Content-Type before it asks for anything, and another when that went wrong. The client
// is there at both times, and nothing has been sent.
#include "server.h"

#include <string>

namespace {

void send_error(http::ResponseWriter& response, const context::Context& ctx,
                std::error_code error) {
  response.header().set("Content-Type", "text/plain; charset=utf-8");
  if (ctx.err()) return;
  response.write_header(http::Status::internal_server_error);
  if (ctx.err()) return;
  response.write(error.message());
}

}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context ctx = request.context();
    if (ctx.err()) return;
    response.header().set("Content-Type", "text/csv");
    if (ctx.err()) return;
    const auto cursor = store.query(ctx, request.target);
    if (ctx.err()) return;
    if (!cursor) return send_error(response, ctx, cursor.error());

    Cursor::Answer row = (*cursor)->next();
    if (ctx.err()) return;
    if (!row) return send_error(response, ctx, row.error());
    response.write_header(http::Status::ok);
    while (row && row->has_value() && !ctx.err()) {
      (*row)->push_back('\n');
      response.write(**row);
      if (ctx.err()) return;
      row = (*cursor)->next();
    }
  };
}
