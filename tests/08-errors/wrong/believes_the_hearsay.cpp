// Takes the store's own canceled for the client's word, and is silent. Caught by: Law.whatever_error_a_store_has_of_its_own_it_is_one
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
    if (!data && data.error() == context::Errc::canceled) return;
    if (data) return answer(response, 200, *data);
    const bool late = data.error() == context::Errc::deadline_exceeded;
    log.error(data.error().message());
    answer(response, late ? 504 : 500, data.error().message());
  };
}
