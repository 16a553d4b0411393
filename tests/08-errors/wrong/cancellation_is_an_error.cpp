// Takes a cancellation for one more error of the store: logs it and answers 500. Caught by: Server.passes_the_context_of_the_request_to_the_store, Server.writes_nothing_once_the_client_has_given_up, Server.writes_nothing_once_the_client_has_given_up_whatever_the_store_says, Server.does_not_log_that_the_client_has_given_up
#include "server.h"

#include <system_error>

namespace {

http::Status status_of(const std::error_code& error) {
  return error == context::Errc::deadline_exceeded ? http::Status::gateway_timeout
                                                   : http::Status::internal_server_error;
}

void answer(http::ResponseWriter& response, http::Status status, const std::error_code& error) {
  response.write_header(status);
  response.write(error.message());
}

}  // namespace

http::Handler server(Store& store, Log& log) {
  return [&store, &log](http::ResponseWriter& response, const http::Request& request) {
    const auto gave_up = [&request] { return request.context().err() == context::Errc::canceled; };
    if (gave_up()) return;

    const auto name = request.form_value("name");
    if (!name) return answer(response, http::Status::bad_request, name.error());

    const auto data = store.fetch(request.context(), *name);
    if (data) return response.write(*data);

    log.error(data.error().message());
    answer(response, status_of(data.error()), data.error());
  };
}
