// Everything that can go wrong does so first; then one question, one answer.
#include "server.h"

#include <expected>
#include <string>
#include <system_error>

http::Handler server(Store& store, Log& log) {
  return [&store, &log](http::ResponseWriter& response, const http::Request& request) {
    const std::expected<std::string, std::error_code> name = request.form_value("name");
    const auto data = name ? store.fetch(request.context(), *name) : name;
    if (request.context().err() == std::errc::operation_canceled) return;

    const bool late = !data && data.error() == std::errc::timed_out;
    if (name && !data) log.error("fetching " + *name + ": " + data.error().message());
    if (!data) {
      response.write_header(!name  ? http::Status::bad_request
                            : late ? http::Status::gateway_timeout
                                   : http::Status::internal_server_error);
    }
    response.write(data ? *data : data.error().message());
  };
}
