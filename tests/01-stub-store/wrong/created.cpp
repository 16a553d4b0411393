// Sends a status of its own liking. Caught by: Law.each_request_is_served_for_itself, Law.requests_at_the_same_time_do_not_meet, Law.data_are_data, Law.a_request_is_a_request, Law.each_request_asks_once
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    response.write_header(static_cast<http::Status>(201));
    response.write(store.fetch());
  };
}
