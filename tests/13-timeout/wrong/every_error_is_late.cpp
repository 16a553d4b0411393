// Takes every error for a timeout. Caught by: Server.answers_500_to_an_error_that_comes_in_time
#include "server.h"

#include <string_view>

namespace {

void answer(http::ResponseWriter& response, http::Status status, std::string_view body) {
  response.write_header(status);
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  return [&store, patience](http::ResponseWriter& response, const http::Request& request) {
    const auto [ctx, cancel] = context::with_timeout(request.context(), patience);
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;  // whose answer would it be?

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = !data;
    if (late)
      return answer(response, http::Status::gateway_timeout,
                    context::make_error_code(context::Errc::deadline_exceeded).message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
