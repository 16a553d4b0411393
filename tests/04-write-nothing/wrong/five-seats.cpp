// Has seats for five: whoever comes sixth waits until one of them is free. Caught by: Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <memory>
#include <semaphore>
#include <stop_token>
#include <string>

http::Handler server(Store& store) {
  const auto seats = std::make_shared<std::counting_semaphore<>>(5);
  return [&store, seats](http::ResponseWriter& response, const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    seats->acquire();
    std::string data;
    {
      const std::stop_callback tell_store(ctx.done(), [&store] { store.cancel(); });
      data = store.fetch();
    }
    seats->release();

    if (ctx.err()) return;
    response.write(data);
  };
}
