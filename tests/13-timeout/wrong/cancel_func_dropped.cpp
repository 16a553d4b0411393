// Lets the CancelFunc go at once, which cancels what it has just derived. Caught by: Server.writes_what_comes_in_time, Server.answers_504_when_the_time_is_up, Server.answers_504_whatever_the_store_says_when_the_time_is_up, Server.answers_500_to_an_error_that_comes_in_time, Server.lets_an_earlier_deadline_of_the_client_stand, Server.is_no_more_patient_with_a_patient_client, Server.measures_the_time_of_each_request_by_itself, Server.passes_on_that_the_client_gives_up, Server.tells_a_timeout_from_a_departure_in_every_order, Server.leaves_no_timer_behind
#include "server.h"

#include <string_view>

namespace {

void answer(http::ResponseWriter& response, http::Status status, std::string_view body) {
  response.write_header(status);
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  return [&store, patience](http::ResponseWriter& response, const http::Request& request) {
    const context::Context ctx = context::with_timeout(request.context(), patience).ctx;
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;  // whose answer would it be?

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
