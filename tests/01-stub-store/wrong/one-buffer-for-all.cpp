// Keeps the data where the next request will put its own. Caught by: Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <memory>
#include <string>

http::Handler server(Store& store) {
  return [&store, data = std::make_shared<std::string>()](http::ResponseWriter& response,
                                                          const http::Request& /*request*/) {
    *data = store.fetch();
    response.write(*data);
  };
}
