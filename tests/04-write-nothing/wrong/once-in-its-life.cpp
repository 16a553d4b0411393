// Takes "once" for once in the life of the server. Caught by: Law.each_client_who_gives_up_counts, Law.a_request_is_a_request
#include "server.h"

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  return [&store, once = std::make_shared<std::once_flag>()](http::ResponseWriter& response,
                                                             const http::Request& request) {
    if (request.context().err()) return;
    const std::stop_callback tell_store(request.context().done(),
                                        [&] { std::call_once(*once, [&] { store.cancel(); }); });
    const std::string data = store.fetch();

    if (request.context().err()) return;
    response.write(data);
  };
}
