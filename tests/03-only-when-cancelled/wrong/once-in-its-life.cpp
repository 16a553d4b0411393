// Takes "once" for once in the life of the server. Caught by: Law.each_client_who_gives_up_counts, Law.a_request_is_a_request
#include "server.h"

#include <memory>
#include <mutex>
#include <stop_token>

http::Handler server(Store& store) {
  return [&store, once = std::make_shared<std::once_flag>()](http::ResponseWriter& response,
                                                             const http::Request& request) {
    const std::stop_callback tell_store(request.context().done(),
                                        [&] { std::call_once(*once, [&] { store.cancel(); }); });
    response.write(store.fetch());
  };
}
