// Believes a flag that its callback raises, and some are told before that callback is.
// Hint: who is woken by the end of a context may be awake before others have heard of it. The store
// can be the first to hear.
#include "server.h"

#include <atomic>
#include <stop_token>
#include <string>

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
    std::atomic<bool> gone = false;
    const std::stop_callback raise(ctx.done(), [&gone] { gone = true; });
    if (gone) return;
    const auto cursor = store.query(ctx, request.target);
    if (gone) return;
    if (!cursor) return send_error(response, cursor.error());

    bool begun = false;
    while (!gone) {
      const Cursor::Answer row = (*cursor)->next();
      if (gone) return;
      if (!row && !begun) return send_error(response, row.error());
      if (!row) return;
      if (!begun) send_head(response);
      begun = true;
      if (!*row) return;
      response.write(**row + "\n");
    }
  };
}
