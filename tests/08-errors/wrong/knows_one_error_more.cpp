// Answers 503 when memory is short, and 500 to all other errors. Caught by: Law.any_error_is_an_error
#include "server.h"

#include <string_view>
#include <system_error>

namespace {

void answer(http::ResponseWriter& response, int status, std::string_view body) {
  response.write_header(static_cast<http::Status>(status));
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, Log& log) {
  return [&store, &log](http::ResponseWriter& response, const http::Request& request) {
    const auto gave_up = [&request] { return request.context().err() == context::Errc::canceled; };
    if (gave_up()) return;
    const auto name = request.form_value("name");
    if (!name) return answer(response, 400, name.error().message());

    const auto data = store.fetch(request.context(), *name);
    if (gave_up()) return;
    if (data) return answer(response, 200, *data);
    const bool short_of_memory = data.error() == std::errc::not_enough_memory;
    const bool late = data.error() == context::Errc::deadline_exceeded;
    log.error(data.error().message());
    answer(response, late ? 504 : short_of_memory ? 503 : 500, data.error().message());
  };
}
