// Has no patience of its own: the store may take as long as it likes. Caught by: Server.answers_504_when_the_time_is_up, Server.answers_504_whatever_the_store_says_when_the_time_is_up, Server.lets_an_earlier_deadline_of_the_client_stand, Server.is_no_more_patient_with_a_patient_client, Server.measures_the_time_of_each_request_by_itself, Server.tells_a_timeout_from_a_departure_in_every_order
#include "server.h"

http::Handler server(Store& store, context::Clock::duration /*patience*/) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (request.context().err()) return;

    if (!data) response.write_header(http::Status::internal_server_error);
    response.write(data ? *data : data.error().message());
  };
}
