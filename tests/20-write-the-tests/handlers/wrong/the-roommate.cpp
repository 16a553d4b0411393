// Has one place for the cursor, and who comes later puts theirs there.
// Hint: two requests at the same time, for some rows each that differ. Who gets what?
#include "server.h"

#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace {

void send_error(http::ResponseWriter& response, std::error_code error) {
  response.write_header(http::Status::internal_server_error);
  response.write(error.message());
}

void send_head(http::ResponseWriter& response) {
  response.header().set("Content-Type", "text/csv");
  response.write_header(http::Status::ok);
}

struct Place {
  std::mutex mutex;
  std::weak_ptr<Cursor> cursor;
};

}  // namespace

http::Handler server(Store& store) {
  return [&store, place = std::make_shared<Place>()](http::ResponseWriter& response,
                                                     const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;
    auto cursor = store.query(ctx, request.target);
    if (ctx.err()) return;
    if (!cursor) return send_error(response, cursor.error());

    const std::shared_ptr<Cursor> mine = *std::move(cursor);
    {
      const std::lock_guard lock(place->mutex);
      place->cursor = mine;
    }
    const auto take = [&] {
      const std::lock_guard lock(place->mutex);
      const std::shared_ptr<Cursor> found = place->cursor.lock();
      return found ? found : mine;
    };

    bool begun = false;
    while (!ctx.err()) {
      const Cursor::Answer row = take()->next();
      if (ctx.err()) return;
      if (!row && !begun) return send_error(response, row.error());
      if (!row) return;
      if (!begun) send_head(response);
      begun = true;
      if (!*row) return;
      response.write(**row + "\n");
    }
  };
}
