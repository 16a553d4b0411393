// Logs thirty failures, for then everybody knows. Caught by: Law.the_same_failure_again_is_a_failure_again
#include "server.h"

#include <atomic>
#include <memory>
#include <string_view>

namespace {

void answer(http::ResponseWriter& response, int status, std::string_view body) {
  response.write_header(static_cast<http::Status>(status));
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, Log& log) {
  const auto logged = std::make_shared<std::atomic<int>>(0);
  return [&store, &log, logged](http::ResponseWriter& response, const http::Request& request) {
    const auto gave_up = [&request] { return request.context().err() == context::Errc::canceled; };
    if (gave_up()) return;
    const auto name = request.form_value("name");
    if (!name) return answer(response, 400, name.error().message());

    const auto data = store.fetch(request.context(), *name);
    if (gave_up()) return;
    if (data) return answer(response, 200, *data);
    const bool late = data.error() == context::Errc::deadline_exceeded;
    if (++*logged <= 30) log.error(data.error().message());
    answer(response, late ? 504 : 500, data.error().message());
  };
}
