// Tells the store of five clients, and then thinks that it has heard enough. Caught by: Law.each_client_who_gives_up_counts
#include "server.h"

#include <atomic>
#include <memory>
#include <stop_token>

http::Handler server(Store& store) {
  const auto told = std::make_shared<std::atomic<int>>(0);
  return [&store, told](http::ResponseWriter& response, const http::Request& request) {
    const std::stop_callback tell_store(request.context().done(), [&store, &told] {
      if (++*told <= 5) store.cancel();
    });

    response.write(store.fetch());
  };
}
