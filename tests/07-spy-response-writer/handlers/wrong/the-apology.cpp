// Answers 503 to a client who has given up.
// Hint: how can a handler answer without a word? A client who is gone doesn't want that either.
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (!data) return response.write_header(http::Status::service_unavailable);
    response.write(*data);
  };
}
