// Stays silent about every error. Caught by: Server.answers_500_to_an_error_of_the_store, Server.answers_504_when_the_store_runs_out_of_time, Server.answers_504_when_the_request_runs_out_of_time, Server.answers_400_to_a_malformed_form, Server.logs_each_error_of_the_store_once
#include "server.h"

http::Handler server(Store& store, Log& /*log*/) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto name = request.form_value("name");
    const auto data = store.fetch(request.context(), name.value_or(""));
    if (!data) return;  // whatever the reason
    response.write(*data);
  };
}
