// An object for each request, with a form for each part of the answer.
#include "server.h"

#include <memory>
#include <string>

namespace {

class Clerk {
 public:
  Clerk(Store& store, http::ResponseWriter& response, const http::Request& request)
      : store_(store), response_(response), request_(request) {}

  void serve() {
    if (gone() || !open()) return;
    Cursor::Answer row = cursor_->next();
    if (gone()) return;
    if (!row) return refuse(row.error());
    response_.header().set("Content-Type", "text/csv");
    if (gone()) return;
    response_.write_header(http::Status::ok);
    for (; row && *row; row = cursor_->next()) {
      if (gone()) return;
      response_.write(**row + "\n");
      if (gone()) return;
    }
  }

 private:
  [[nodiscard]] bool gone() const { return static_cast<bool>(request_.context().err()); }

  bool open() {
    auto cursor = store_.query(request_.context(), request_.target);
    if (gone()) return false;
    if (cursor) {
      cursor_ = *std::move(cursor);
    } else {
      refuse(cursor.error());
    }
    return cursor_ != nullptr;
  }

  void refuse(std::error_code error) {
    response_.write_header(http::Status::internal_server_error);
    if (!gone()) response_.write(error.message());
  }

  Store& store_;
  http::ResponseWriter& response_;
  const http::Request& request_;
  std::unique_ptr<Cursor> cursor_;
};

}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    Clerk(store, response, request).serve();
  };
}
