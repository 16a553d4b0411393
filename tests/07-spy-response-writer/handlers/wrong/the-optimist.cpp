// Answers 200 to a client who has given up, and then notices that there is nothing to say.
// Hint: some answers look exactly like none when you ask afterwards. Who was asked, and when?
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    response.write_header(http::Status::ok);
    if (!data) return;
    response.write(*data);
  };
}
