// Answers 503 from a callback, in the very moment of the cancellation.
// Hint: when you begin to watch after cancel() has returned, something may have happened already.
#include "server.h"

#include <stop_token>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;
    const std::stop_callback apologise(request.context().done(), [&response] {
      response.write_header(http::Status::service_unavailable);
    });
    const auto data = store.fetch(request.context());
    if (!data) return;
    response.write(*data);
  };
}
