// Takes only a cancellation for a client who has given up, and no deadline. Caught by: Law.a_context_may_end_in_any_way
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const std::string data = store.fetch();
    if (request.context().err() == context::Errc::canceled) store.cancel();
    response.write(data);
  };
}
