// Writes the data as a C string, which ends at the first zero byte. Caught by: Law.data_are_data
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    const std::string data = store.fetch();
    response.write(data.c_str());
  };
}
