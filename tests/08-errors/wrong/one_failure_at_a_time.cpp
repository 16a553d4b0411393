// Answers one failure after the other, so that a slow client holds up the next. Caught by: Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <memory>
#include <mutex>
#include <string_view>

namespace {

void answer(http::ResponseWriter& response, int status, std::string_view body) {
  response.write_header(static_cast<http::Status>(status));
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, Log& log) {
  const auto failing = std::make_shared<std::mutex>();
  return [&store, &log, failing](http::ResponseWriter& response, const http::Request& request) {
    const auto gave_up = [&request] { return request.context().err() == context::Errc::canceled; };
    if (gave_up()) return;
    const auto name = request.form_value("name");
    if (!name) return answer(response, 400, name.error().message());

    const auto data = store.fetch(request.context(), *name);
    if (gave_up()) return;
    if (data) return answer(response, 200, *data);
    const std::lock_guard lock(*failing);
    const bool late = data.error() == context::Errc::deadline_exceeded;
    log.error(data.error().message());
    answer(response, late ? 504 : 500, data.error().message());
  };
}
