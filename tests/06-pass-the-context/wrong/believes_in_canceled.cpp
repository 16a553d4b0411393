// Takes a "canceled" under a live context for a mistake, and asks again. Caught by: Law.an_error_is_an_error
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    auto data = store.fetch(request.context());
    if (!data && data.error() == context::Errc::canceled && !request.context().err()) {
      data = store.fetch(request.context());
    }
    if (data) response.write(*data);
  };
}
