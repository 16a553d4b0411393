// Keeps the callback for as long as the server lives, not for as long as the fetch runs. Caught by: Server.leaves_the_store_alone_when_the_client_gives_up_after_the_answer
#include "server.h"

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <stop_token>

namespace {
struct Callbacks {
  std::mutex mutex;
  std::list<std::stop_callback<std::function<void()>>> all;
};
}  // namespace

http::Handler server(Store& store) {
  const auto callbacks = std::make_shared<Callbacks>();
  return [&store, callbacks](http::ResponseWriter& response, const http::Request& request) {
    {
      const std::lock_guard lock(callbacks->mutex);
      callbacks->all.emplace_back(request.context().done(), [&store] { store.cancel(); });
    }
    response.write(store.fetch());
  };
}
