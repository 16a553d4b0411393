// A plain function with its first argument bound.
#include "server.h"

#include <functional>

namespace {
void answer(Store& store, http::ResponseWriter& response, const http::Request& /*request*/) {
  response.write(store.fetch());
}
}  // namespace

http::Handler server(Store& store) { return std::bind_front(answer, std::ref(store)); }
