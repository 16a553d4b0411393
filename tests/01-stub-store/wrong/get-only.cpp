// Answers GET and nothing else, which nobody has asked for. Caught by: Law.a_request_is_a_request
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.method != "GET") return response.write_header(http::Status::bad_request);
    response.write(store.fetch());
  };
}
