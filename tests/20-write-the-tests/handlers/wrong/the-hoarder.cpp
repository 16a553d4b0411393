// Collects all rows, and writes them when it has the last.
// Hint: in the end all is right. When did the first row arrive?
#include "server.h"

#include <string>
#include <vector>

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

    std::vector<std::string> rows;
    while (!ctx.err()) {
      const Cursor::Answer row = (*cursor)->next();
      if (ctx.err()) return;
      if (!row && rows.empty()) return send_error(response, row.error());
      if (row && *row) {
        rows.push_back(**row + "\n");
        continue;
      }
      send_head(response);
      for (const std::string& each : rows) {
        response.write(each);
        if (ctx.err()) return;
      }
      return;
    }
  };
}
