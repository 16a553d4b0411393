// Answers 504 to clients who have left when the cause says that it took too long. Caught by: Law.a_context_may_end_in_any_way
#include "server.h"

#include <string_view>

namespace {

void answer(http::ResponseWriter& response, int status, std::string_view body) {
  response.write_header(static_cast<http::Status>(status));
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, Log& log) {
  return [&store, &log](http::ResponseWriter& response, const http::Request& request) {
    const auto gave_up = [&ctx = request.context()] {
      return ctx.err() == context::Errc::canceled &&
             context::cause(ctx) != context::Errc::deadline_exceeded;
    };
    if (gave_up()) return;
    const auto name = request.form_value("name");
    if (!name) return answer(response, 400, name.error().message());

    const auto data = store.fetch(request.context(), *name);
    if (gave_up()) return;
    if (data) return answer(response, 200, *data);
    const bool late = data.error() == context::Errc::deadline_exceeded;
    log.error(data.error().message());
    answer(response, late ? 504 : 500, data.error().message());
  };
}
