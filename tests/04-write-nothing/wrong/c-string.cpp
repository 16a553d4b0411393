// Writes the data as a C string, which ends at the first zero byte. Caught by: Law.data_are_data
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();
    if (request.context().err()) return;
    response.write(data.c_str());
  };
}
