// Has another thread do it all, and waits until that is done.
#include "server.h"

#include <string>
#include <thread>

namespace {

void send_error(http::ResponseWriter& response, const context::Context& ctx,
                std::error_code error) {
  response.write_header(http::Status::internal_server_error);
  if (!ctx.err()) response.write(error.message());
}

void stream(Store& store, http::ResponseWriter& response, const http::Request& request) {
  const context::Context& ctx = request.context();
  const auto cursor = store.query(ctx, request.target);
  if (ctx.err()) return;
  if (!cursor) return send_error(response, ctx, cursor.error());
  bool begun = false;
  while (!ctx.err()) {
    const Cursor::Answer row = (*cursor)->next();
    if (ctx.err() || (!row && begun)) return;
    if (!row) return send_error(response, ctx, row.error());
    if (!begun) {
      response.header().set("Content-Type", "text/csv");
      if (ctx.err()) return;
      response.write_header(http::Status::ok);
    }
    begun = true;
    if (ctx.err() || !*row) return;
    response.write(**row + "\n");
  }
}

}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;
    std::jthread([&] { stream(store, response, request); }).join();
  };
}
