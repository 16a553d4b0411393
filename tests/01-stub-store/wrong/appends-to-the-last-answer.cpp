// Collects the data in a string that outlives the request. Caught by: Server.fetches_once_for_each_request
#include "server.h"

#include <string>

http::Handler server(Store& store) {
  return [&store, data = std::string()](http::ResponseWriter& response,
                                        const http::Request& /*request*/) mutable {
    data += store.fetch();
    response.write(data);
  };
}
