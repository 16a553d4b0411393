// Has the last good answer at hand for when the store fails. Caught by: Law.each_request_is_served_for_itself, Law.requests_at_the_same_time_do_not_meet, Law.any_error_is_an_error
#include "server.h"

#include <memory>
#include <string>

http::Handler server(Store& store) {
  return [&store, last = std::make_shared<std::string>()](http::ResponseWriter& response,
                                                          const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (request.context().err()) return;
    if (data) *last = *data;
    if (data || !last->empty()) response.write(*last);
  };
}
