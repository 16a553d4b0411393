// Tells the store when the server is made, not when a client gives up. Caught by: Law.before_a_request_nothing_happens, Law.each_client_who_gives_up_counts, Law.a_request_is_a_request
#include "server.h"

http::Handler server(Store& store) {
  store.cancel();
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    response.write(store.fetch());
  };
}
