// Lets a thread of each request fetch, and waits for what it promises.
#include "server.h"

#include <expected>
#include <future>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

namespace {

using Data = std::expected<std::string, std::error_code>;

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

    std::promise<Data> promise;
    const std::jthread worker([&] { promise.set_value(store.fetch(request.context(), *name)); });
    const Data data = promise.get_future().get();
    if (gave_up()) return;
    if (data) return answer(response, 200, *data);
    const bool late = data.error() == context::Errc::deadline_exceeded;
    log.error(data.error().message());
    answer(response, late ? 504 : 500, data.error().message());
  };
}
