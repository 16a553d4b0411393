// Writes to a client whose deadline has come: that is no cancellation, it thinks. Caught by: Law.a_context_may_end_in_any_way
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    if (request.context().err() == context::Errc::canceled) return;
    response.write(data);
  };
}
