// Takes every invalid argument for the client's, also one of the store. Caught by: Law.whatever_error_a_store_has_of_its_own_it_is_one, Law.any_error_is_an_error
#include "server.h"

#include <string>
#include <system_error>

namespace {

http::Status status_of(const std::error_code& error) {
  if (error == std::errc::invalid_argument) return http::Status::bad_request;
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
    const auto gone = [&request] { return request.context().err() == context::Errc::canceled; };
    if (gone()) return;

    const auto name = request.form_value("name");
    if (!name) return answer(response, status_of(name.error()), name.error());

    const auto data = store.fetch(request.context(), *name);
    if (gone()) return;
    if (data) return response.write(*data);

    log.error(data.error().message());
    answer(response, status_of(data.error()), data.error());
  };
}
