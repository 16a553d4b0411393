// Takes empty data for data that are not there. Caught by: Law.data_are_data, Law.each_request_asks_once
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    const std::string data = store.fetch();
    if (data.empty()) response.write_header(http::Status::not_found);
    response.write(data);
  };
}
