// Passes the request's context, and still fetches in a thread of its own. Caught by: Server.starts_no_thread
#include "server.h"

#include <future>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    auto fetch = [&store, ctx = request.context()] { return store.fetch(ctx); };
    const auto data = std::async(std::launch::async, fetch).get();
    if (!data) return;
    response.write(*data);
  };
}
