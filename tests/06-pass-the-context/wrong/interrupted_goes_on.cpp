// Goes on after an interruption, as one does with read(). Caught by: Law.an_error_is_an_error
#include "server.h"

#include <system_error>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    auto data = store.fetch(request.context());
    if (!data && data.error() == std::errc::interrupted) data = store.fetch(request.context());
    if (data) response.write(*data);
  };
}
