// Writes an empty text when the client has given up, which is sent with a 200.
// Hint: an empty letter is a letter. Comparing texts doesn't show whether it was sent.
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    response.write(data.value_or(""));
  };
}
