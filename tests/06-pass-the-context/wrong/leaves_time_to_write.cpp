// Has the store stop a moment before the deadline, to have time for the write. Caught by: Law.time_lasts_to_its_last_moment
#include "server.h"

#include <chrono>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    const auto deadline = ctx.deadline();
    const auto [hurried, cancel] =
        deadline ? context::with_deadline(ctx, *deadline - std::chrono::milliseconds(5))
                 : context::with_cancel(ctx);
    const auto data = store.fetch(hurried);
    if (data) response.write(*data);
  };
}
