// Gives the store a context derived from the request's, which ends when the handler returns.
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_cancel(request.context());
    if (request.context().err()) return;
    auto cursor = store.query(ctx, request.target);
    std::error_code error = cursor ? std::error_code() : cursor.error();
    for (bool begun = false; !request.context().err(); begun = true) {
      Cursor::Answer row;
      if (!error) row = (*cursor)->next();
      if (request.context().err()) return;
      if (!row) error = row.error();
      if (error) {
        if (begun) return;
        response.write_header(http::Status::internal_server_error);
        if (!request.context().err()) response.write(error.message());
        return;
      }
      if (!begun) {
        response.header().set("Content-Type", "text/csv");
        if (request.context().err()) return;
        response.write_header(http::Status::ok);
      }
      if (request.context().err() || !*row) return;
      response.write(row->value() + "\n");
    }
  };
}
