// Has a status of its own for empty data. Caught by: Law.data_are_data, Law.each_request_asks_once
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (!data) return;
    if (data->empty()) response.write_header(static_cast<http::Status>(204));
    response.write(*data);
  };
}
