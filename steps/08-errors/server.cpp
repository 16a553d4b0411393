#include "server.h"

http::Handler server(Store& store, Log& /*log*/) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto name = request.form_value("name");
    const auto data = store.fetch(request.context(), name.value_or(""));
    if (!data) return;  // whatever the reason
    response.write(*data);
  };
}
