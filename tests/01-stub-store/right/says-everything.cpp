// Sends a header and the status by itself before the body, and reads the data into a variable.
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    const std::string data = store.fetch();
    response.header().set("Content-Type", "text/plain; charset=utf-8");
    response.write_header(http::Status::ok);
    response.write(data);
  };
}
