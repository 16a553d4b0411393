// Writes data that are long in several pieces. Caught by: Law.each_answer_is_written_in_one_go
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
    const auto gave_up = [&request] { return request.context().err() == context::Errc::canceled; };
    if (gave_up()) return;
    const auto name = request.form_value("name");
    if (!name) return answer(response, 400, name.error().message());

    const auto data = store.fetch(request.context(), *name);
    if (gave_up()) return;
    if (data) {
      response.write_header(http::Status::ok);
      std::string_view rest = *data;
      for (; rest.size() > 4096; rest.remove_prefix(4096)) response.write(rest.substr(0, 4096));
      return response.write(rest);
    }
    const bool late = data.error() == context::Errc::deadline_exceeded;
    log.error(data.error().message());
    answer(response, late ? 504 : 500, data.error().message());
  };
}
