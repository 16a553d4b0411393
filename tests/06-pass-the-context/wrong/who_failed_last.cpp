// Knows whose request failed last, and so keeps its context, long after it is over. Caught by: Law.nothing_of_a_request_is_kept
#include "server.h"

#include <memory>
#include <mutex>

namespace {
struct Unlucky {
  std::mutex mutex;
  context::Context ctx;
};
}  // namespace

http::Handler server(Store& store) {
  return [&store, unlucky = std::make_shared<Unlucky>()](http::ResponseWriter& response,
                                                         const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (data) return response.write(*data);
    const std::lock_guard lock(unlucky->mutex);
    unlucky->ctx = request.context();
  };
}
