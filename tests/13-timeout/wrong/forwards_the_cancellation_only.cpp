// Passes on by hand that the client gives up, and forgets that they may have a deadline. Caught by: Server.lets_an_earlier_deadline_of_the_client_stand
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
    const auto [ctx, cancel] =
        context::with_timeout(context::without_cancel(request.context()), patience);
    const auto pass_on = context::after_func(request.context(), [&cancel] { cancel(); });
    const auto data = store.fetch(ctx);
    if (request.context().err() == context::Errc::canceled) return;  // whose answer would it be?

    if (data) return answer(response, http::Status::ok, *data);
    const bool late = ctx.err() == context::Errc::deadline_exceeded;
    if (late) return answer(response, http::Status::gateway_timeout, ctx.err().message());
    answer(response, http::Status::internal_server_error, data.error().message());
  };
}
