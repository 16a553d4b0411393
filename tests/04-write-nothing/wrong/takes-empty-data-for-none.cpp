// Takes empty data for those of a fetch that was told to cancel. Caught by: Law.data_are_data
#include "server.h"

#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    if (ctx.err() || data.empty()) return;
    response.write(data);
  };
}
