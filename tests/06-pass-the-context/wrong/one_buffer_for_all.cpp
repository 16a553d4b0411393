// Keeps the data where the next request will put its own. Caught by: Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <memory>
#include <string>

http::Handler server(Store& store) {
  return [&store, kept = std::make_shared<std::string>()](http::ResponseWriter& response,
                                                          const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (!data) return;
    *kept = *data;
    response.write(*kept);
  };
}
