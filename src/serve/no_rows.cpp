#include "serve/rows.h"

namespace serve {

void serve_rows(Task& task, http::ResponseWriter& response, const http::Request& /*request*/) {
  response.write_header(http::Status::not_found);
  response.write("This was built without SQLite, and /rows wants it. Package: libsqlite3-dev\n");
  task.done("failed: built without SQLite");
}

}  // namespace serve
