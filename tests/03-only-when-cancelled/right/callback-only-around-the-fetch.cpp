// The callback lives exactly as long as the fetch: a slow write is none of the store's business.
#include "server.h"

#include <stop_token>
#include <string>

namespace {
std::string fetch(Store& store, const std::stop_token& done) {
  const std::stop_callback tell_store(done, [&store] { store.cancel(); });
  return store.fetch();
}
}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    response.write(fetch(store, request.context().done()));
  };
}
