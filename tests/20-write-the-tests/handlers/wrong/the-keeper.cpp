// Keeps the cursors of clients who have given up, for somebody to clean up later.
// Hint: the client is gone, the handler has returned, the response is untouched. And the
// connection?
#include "server.h"

#include <memory>
#include <mutex>
#include <string>
#include <utility>
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

struct LeftOver {
  std::mutex mutex;
  std::vector<std::unique_ptr<Cursor>> cursors;
};

}  // namespace

http::Handler server(Store& store) {
  return [&store, left = std::make_shared<LeftOver>()](http::ResponseWriter& response,
                                                       const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;
    auto cursor = store.query(ctx, request.target);
    if (ctx.err()) return;
    if (!cursor) return send_error(response, cursor.error());

    bool begun = false;
    while (!ctx.err()) {
      const Cursor::Answer row = (*cursor)->next();
      if (ctx.err()) {
        const std::lock_guard lock(left->mutex);
        left->cursors.push_back(*std::move(cursor));
        return;
      }
      if (!row && !begun) return send_error(response, row.error());
      if (!row) return;
      if (!begun) send_head(response);
      begun = true;
      if (!*row) return;
      response.write(**row + "\n");
    }
  };
}
