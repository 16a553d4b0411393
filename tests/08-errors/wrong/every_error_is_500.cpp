// Answers 500 to every error of the store, a timeout included. Caught by: Server.answers_504_when_the_store_runs_out_of_time, Server.answers_504_when_the_request_runs_out_of_time
#include "server.h"

#include <system_error>

namespace {

http::Status status_of(const std::error_code& error) {
  return error ? http::Status::internal_server_error : http::Status::ok;
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
    if (gave_up()) return;
    if (data) return response.write(*data);

    log.error(data.error().message());
    answer(response, status_of(data.error()), data.error());
  };
}
