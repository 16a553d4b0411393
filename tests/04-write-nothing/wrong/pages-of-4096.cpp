// Writes a long answer page by page, and asks before the first page only. Caught by: Law.a_long_answer_ends_with_its_client
#include "server.h"

#include <stop_token>
#include <string>
#include <string_view>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
    const std::string data = store.fetch();

    if (ctx.err()) return;
    std::string_view rest = data;
    do {
      const std::string_view page = rest.substr(0, 4096);
      response.write(page);
      rest.remove_prefix(page.size());
    } while (!rest.empty());
  };
}
